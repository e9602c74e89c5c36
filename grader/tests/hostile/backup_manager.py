"""Does harm, within bounds, that a grading must survive."""
import os
import shutil
import subprocess
import sys
import time

SLEEP = ["sleep", "7243"]


def main(instruction="", *_):
    if instruction == "list":  # a fork bomb of 600 processes
        for _ in range(600):
            subprocess.Popen(SLEEP, start_new_session=True)
    elif instruction == "backups":  # prints without end
        while True:
            print("and so on " * 1000)
    elif instruction == "create":  # a daemon that forks twice
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sleep", SLEEP)
            os._exit(0)
    elif instruction == "delete":  # removes its own directory
        shutil.rmtree(".")
    elif instruction == "start":
        subprocess.Popen([sys.executable, "backup_service.py"], start_new_session=True)
        time.sleep(1)
    elif instruction == "stop":  # kills strangers
        subprocess.run(["pkill", "-f", "backup_service"])


main(*sys.argv[1:])

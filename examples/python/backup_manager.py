"""The exercise on one page, first program: it keeps the schedules, lists the archives, and starts
and stops the service. It is for reading: the chapters in docs/walk show what it gets wrong."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from backup_service import SCHEDULES, append, log, parse, read_schedules

PID_FILE = Path("logs/backup_service.pid")


def main():
    try:
        match sys.argv[1:]:
            case ["start"]:
                message = start()
            case ["stop"]:
                message = stop()
            case ["create", schedule]:
                message = create(schedule)
            case ["delete", index] if index.isdecimal():
                message = delete(int(index))
            case ["list"]:
                message = list_schedules()
            case ["backups"]:
                message = backups()
            case _:
                raise ValueError("unknown instruction")
    except Exception as error:
        message = f"Error: {error}"
    log("backup_manager", message)


def start():
    """Runs the service in the background, and waits until its first check is done."""
    if running():
        raise ValueError("backup_service already running")
    program = Path(__file__).with_name("backup_service.py")
    service = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE,
                               start_new_session=True)
    if not service.stdout.readline():
        raise ValueError("can't start backup_service")
    PID_FILE.parent.mkdir(exist_ok=True)
    PID_FILE.write_text(str(service.pid))
    return "backup_service started"


def stop():
    """Asks the service to end, and waits until it has."""
    pid = running()
    if not pid:
        raise ValueError("backup_service not running")
    os.kill(pid, signal.SIGTERM)
    while running():
        time.sleep(0.01)
    return "backup_service stopped"


def running():
    """The process id of the service, if there is such a process."""
    try:
        pid = int(PID_FILE.read_text())
        os.kill(pid, 0)
        return pid
    except (OSError, ValueError):
        return None


def create(schedule):
    parse(schedule)
    append(SCHEDULES, schedule)
    return f"New schedule added: {schedule}"


def delete(index):
    lines = read_schedules().splitlines(keepends=True)
    if index >= len(lines):
        raise ValueError(f"can't find schedule at index {index}")
    lines.pop(index)
    Path(SCHEDULES).write_text("".join(lines))
    return f"Schedule at index {index} deleted"


def list_schedules():
    for index, line in enumerate(read_schedules().splitlines()):
        print(f"{index}: {line}")
    return "Show schedules list"


def backups():
    if not Path("backups").is_dir():
        raise ValueError("can't find backups directory")
    for name in os.listdir("backups"):
        print(name)
    return "Show backups list"


if __name__ == "__main__":
    main()

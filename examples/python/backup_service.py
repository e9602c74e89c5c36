"""The exercise on one page, second program: it saves each schedule at its minute."""
import re
import tarfile
import time
from datetime import datetime
from pathlib import Path

SCHEDULES = "backup_schedules.txt"


def main():
    check()
    print("ready", flush=True)
    while True:
        time.sleep(45)
        check()


def check():
    """One cycle: saves what is due in this minute."""
    now = datetime.now().strftime("%H:%M")
    try:
        for line in read_schedules().splitlines():
            save_if_due(line, now)
    except Exception as error:
        log("backup_service", f"Error: {error}")


def save_if_due(line, now):
    try:
        path, at, name = parse(line)
        if at == now:
            save(path, name)
            log("backup_service", f"Backup done for {path} in backups/{name}.tar")
    except Exception as error:
        log("backup_service", f"Error: {error}")


def save(path, name):
    """Writes path to backups/NAME.tar, compressed."""
    source = Path(path).resolve(strict=True)
    Path("backups").mkdir(exist_ok=True)
    with tarfile.open(f"backups/{name}.tar", "w:gz") as archive:
        archive.add(source, source.name)


def parse(line):
    """The three parts of path;hh:mm;name."""
    parts = line.split(";")
    if len(parts) != 3 or "" in parts or not is_time(parts[1]):
        raise ValueError(f"malformed schedule: {line}")
    return parts


def is_time(text):
    return re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", text)


def read_schedules():
    """The content of the schedules file."""
    try:
        return Path(SCHEDULES).read_text()
    except OSError:
        raise ValueError("can't find backup_schedules.txt")


def log(program, message):
    """Adds a line to the log of a program."""
    Path("logs").mkdir(exist_ok=True)
    append(f"logs/{program}.log", f"[{datetime.now():%d/%m/%Y %H:%M}] {message}")


def append(path, line):
    """Adds a line to a file, which is created if it is not there."""
    with open(path, "a") as file:
        file.write(f"{line}\n")


if __name__ == "__main__":
    main()

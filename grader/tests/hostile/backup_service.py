"""Ignores requests to end, uses much memory, and writes into whatever directory a link leads to."""
import glob
import os
import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.makedirs("logs", exist_ok=True)
for link in glob.glob("link*/"):
    with open(link + "written_through_a_link", "w") as file:
        file.write("harm")
memory = b"x" * (3 << 30)
signal.pause()

#!/usr/bin/env python3
"""A small imitation of pawl with faults to switch on, so that the stress suite can be tested itself.

STAND_IN_FAULT names the fault (see FAULTS); without one it is right enough to pass every scenario. It knows only the
lines of document.toml.in and is no TOML editor. self_test.sh runs it.
"""

import fcntl, hashlib, json, os, re, signal, stat, sys, time  # noqa: E401

FAULT = os.environ.get("STAND_IN_FAULT", "")
FAULTS = {
    "no-lock", "lock-target", "lock-named-path", "fcntl-lock", "unlink-lock", "in-place", "replace-link", "mkdir-race",
    "ignore-if-match", "reformat", "mode", "early-acknowledgement", "timeout-exits-zero", "timeout-writes",
    "waits-for-ever", "late", "early", "anonymous", "ignore-no-wait", "no-report", "leave-temp", "get-locks",
    "trap-term", "stale-read", "ignore-expect-rev", "rev-stays", "add-replaces", "leave-queue",
}


class Failure(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def read(path):
    try:
        with open(path, encoding="utf-8", newline="") as source:
            return source.read()
    except FileNotFoundError:
        return ""


def locate(text, key):
    """The index of the line of key, or where it would be added, and whether it is there."""
    table, _, name = key.rpartition(".")
    current, end, lines = "", 0, text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        header = re.match(r"\[([^\[\]]+)\]", line)
        if line.startswith("[["):
            current = None
        elif header:
            current = header[1]
        if current == table:
            if re.match(r"\s*" + re.escape(name) + r"\s*=", line):
                return lines, index, True
            if line.strip() and not line.startswith("#"):
                end = index + 1
    return lines, end, False


def split_line(line):
    return re.match(r'(\s*[\w.-]+\s*=\s*)("[^"]*"|\'[^\']*\'|[^#\s]+)(.*)', line, re.S).groups()


def set_key(text, key, value):
    lines, index, found = locate(text, key)
    if found:
        before, old, after = split_line(lines[index])
        lines[index] = before + (f'"{value}"' if old[0] in "\"'" else value) + after
    else:
        lines.insert(index, f"{key.rpartition('.')[2]} = {value}\n")
    if FAULT == "reformat":
        lines = [re.sub(r"   =   ", " = ", line) for line in lines]
    return "".join(lines)


def unset_key(text, key):
    lines, index, found = locate(text, key)
    if not found:
        raise Failure(1, f"There is no {key}")
    del lines[index]
    if FAULT == "reformat":
        lines = [line.replace("   =   ", " = ") for line in lines]
    return "".join(lines)


def add_key(text, key, value):
    if locate(text, key)[2] and FAULT != "add-replaces":
        raise Failure(3, f"There is {key} already")
    return set_key(text, key, value)


def increment_key(text, key):
    return set_key(text, key, str(int(get_key(text, key)) + 1))


def append_key(text, key, value):
    lines, index, _ = locate(text, key)
    before, values = re.match(r"(.*\[)(.*)\]", lines[index]).groups()
    lines[index] = before + (f"{values}, {value}" if values else value) + "]\n"
    return "".join(lines)


def manage(text):
    return 'version = 1\nrev = 1\nupdated_at = "now"\n' + text


def unmanage(text):
    return re.sub(r"^(version|rev|updated_at) = .*\n", "", text, flags=re.M)


def rev_of(text):
    found = re.search(r"^rev = (\d+)$", text, re.M)
    return int(found[1]) if found else None


def with_next_rev(before, after):
    rev = rev_of(before)
    if rev is None or after == before or FAULT == "rev-stays":
        return after
    return re.sub(r"^rev = \d+$", f"rev = {rev + 1}", after, flags=re.M)


def get_key(text, key):
    lines, index, found = locate(text, key)
    if found:
        return split_line(lines[index])[1].strip("\"'")
    raise Failure(1, f"There is no {key}")


def name_holder(record):
    return "" if FAULT == "anonymous" or not record else f": held by process {json.loads(record)['pid']}"


def try_lock(descriptor):
    if FAULT == "fcntl-lock":
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def acquire(path, timeout):
    deadline = time.monotonic() + {"late": timeout + 0.6, "early": timeout * 0.5, "waits-for-ever": 1e9}.get(FAULT, timeout)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    while True:
        try:
            try_lock(descriptor)
            return descriptor
        except OSError:
            if time.monotonic() >= deadline:
                raise Failure(75, f"Cannot lock {path}" + name_holder(os.pread(descriptor, 4096, 0)))
            time.sleep(min(0.004, max(0, deadline - time.monotonic())))


def take_lock(real, options):
    if FAULT == "no-lock":
        return None
    path = options["file"] if FAULT == "lock-named-path" else real
    path = path if FAULT == "lock-target" else path + ".lock"
    timeout = options["timeout"]
    if options["no-wait"] and FAULT != "ignore-no-wait":
        timeout = 0
    descriptor = acquire(path, timeout)
    if FAULT == "lock-target":
        return descriptor
    record = os.pread(descriptor, 4096, 0)
    if record:
        if FAULT != "leave-temp":
            sweep(real)
        if FAULT != "no-report":
            print(f"pawl: recovered: process {json.loads(record)['pid']} died holding the lock", file=sys.stderr)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "command": "set"}).encode(), 0)
    return descriptor


def sweep(real):
    directory, name = os.path.split(real)
    for entry in os.listdir(directory):
        if entry.startswith(f".{name}.") and entry.endswith(".pawl-tmp"):
            os.unlink(os.path.join(directory, entry))


def release(real, descriptor):
    if descriptor is None or FAULT == "lock-target":
        return
    if FAULT == "unlink-lock":
        os.unlink(real + ".lock")
    os.ftruncate(descriptor, 0)
    os.close(descriptor)


def write_all(path, flags, mode, text):
    descriptor = os.open(path, os.O_WRONLY | flags, mode)
    data = text.encode()
    half = len(data) // 2
    os.write(descriptor, data[:half])
    if FAULT == "in-place":
        time.sleep(0.002)
    os.write(descriptor, data[half:])
    os.fsync(descriptor)
    return descriptor


def replace(real, text):
    directory, name = os.path.split(real)
    if FAULT == "in-place":
        os.close(write_all(real, os.O_TRUNC | os.O_CREAT, 0o644, text))
        return
    temp = os.path.join(directory, f".{name}.{os.getpid()}-0.pawl-tmp")
    descriptor = write_all(temp, os.O_CREAT | os.O_EXCL, 0o600, text)
    if FAULT != "mode":
        os.fchmod(descriptor, stat.S_IMODE(os.stat(real).st_mode) if os.path.exists(real) else 0o644)
    os.close(descriptor)
    os.rename(temp, real)


def update(options, transform):
    real = options["file"] if FAULT == "replace-link" else os.path.realpath(options["file"])
    os.makedirs(os.path.dirname(real), exist_ok=FAULT != "mkdir-race")
    early = read(real)
    try:
        descriptor = take_lock(real, options)
    except Failure as failure:
        if failure.status == 75 and FAULT == "timeout-writes":
            replace(real, transform(read(real)))
        if failure.status == 75 and FAULT == "timeout-exits-zero":
            return
        raise
    text = early if FAULT == "stale-read" else read(real)
    expected = options["if-match"]
    if expected and FAULT != "ignore-if-match" and etag(text) != expected:
        release(real, descriptor)
        raise Failure(3, "Conflict detected")
    if options["expect-rev"] not in (None, rev_of(text)) and FAULT != "ignore-expect-rev":
        release(real, descriptor)
        raise Failure(3, "Conflict detected")
    try:
        text = with_next_rev(text, transform(text))
        if FAULT == "leave-queue":
            os.makedirs(real + ".queue", exist_ok=True)
        if FAULT == "early-acknowledgement":
            if os.fork():
                os._exit(0)
            time.sleep(0.01)
        replace(real, text)
    finally:
        release(real, descriptor)


def etag(text):
    return hashlib.sha256(text.encode()).hexdigest()


def parse_options(arguments):
    default = os.path.join(os.environ.get("XDG_CONFIG_HOME", "/nonexistent"), "pawl/config.toml")
    options = {"file": default, "timeout": 5.0, "no-wait": False, "if-match": None, "expect-rev": None, "json": False}
    words = []
    rest = iter(arguments)
    for word in rest:
        if word in ("-f", "--file"):
            options["file"] = next(rest)
        elif word == "--timeout":
            number, unit = re.fullmatch(r"(\d+)(ms|s)", next(rest)).groups()
            options["timeout"] = int(number) / (1000 if unit == "ms" else 1)
        elif word == "--if-match":
            options["if-match"] = next(rest)
        elif word == "--expect-rev":
            options["expect-rev"] = int(next(rest))
        elif word in ("--no-wait", "--json"):
            options[word[2:]] = True
        else:
            words.append(word)
    return options, words


def main():
    if sys.argv[1:] == ["--version"]:
        print("stand-in", FAULT or "without a fault")
        return
    assert not FAULT or FAULT in FAULTS, FAULT
    if FAULT == "trap-term":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    options, (command, *words) = parse_options(sys.argv[1:])
    if command == "set":
        update(options, lambda text: set_key(text, words[0], words[1]))
    elif command == "unset":
        update(options, lambda text: unset_key(text, words[0]))
    elif command == "add":
        update(options, lambda text: add_key(text, words[0], words[1]))
    elif command == "increment":
        update(options, lambda text: increment_key(text, words[0]))
    elif command == "append":
        update(options, lambda text: append_key(text, words[0], words[1]))
    elif command in ("manage", "unmanage"):
        update(options, lambda text: manage(text) if command == "manage" else unmanage(text))
    elif command == "status":
        print(json.dumps({"rev": rev_of(read(options["file"]))}, separators=(",", ":")))
    elif command == "get":
        if FAULT == "get-locks":
            os.close(take_lock(os.path.realpath(options["file"]), options))
        import tomllib
        value = tomllib.loads(read(options["file"]))
        for name in words[0].split("."):
            if name not in value:
                raise Failure(1, f"There is no {words[0]}")
            value = value[name]
        print(json.dumps(value) if options["json"] else value)
    elif command == "etag":
        print(etag(read(options["file"])))
    elif command == "list":
        import tomllib
        print(json.dumps(tomllib.loads(read(options["file"])), default=str))


try:
    main()
except Failure as failure:
    print(f"pawl: {failure}", file=sys.stderr)
    sys.exit(failure.status)

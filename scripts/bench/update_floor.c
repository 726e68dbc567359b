/*
 * The floor of a durable update: the system calls of updateFile in src/store/file_store.ts, in its order, and a change
 * of one line in between.
 *
 * Usage: update_floor FILE COUNT          Prints {"totalMs":...,"medianMs":...} as durable_updates.ts does.
 *        update_floor FILE COUNT fsync    Only writes a byte of FILE and syncs it, COUNT times: what the disk costs.
 *
 * FILE is an absolute path without symbolic links, under 64 KiB, with a line "ratio = ...". No error is handled but
 * by giving up: this program measures, it must not be used on files of any worth.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

enum { MAX_SIZE = 1 << 16 };

static void require(int succeeded, const char *what)
{
	if (succeeded)
		return;
	perror(what);
	exit(1);
}

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* Resolves the path part by part, as following symbolic links by hand takes. */
static void resolve(const char *path)
{
	char part[PATH_MAX], target[PATH_MAX];
	for (const char *end = path + 1; end; end = strchr(end, '/')) {
		if (end != path + 1)
			end++;
		const char *next = strchr(end, '/');
		size_t length = next ? (size_t)(next - path) : strlen(path);
		memcpy(part, path, length);
		part[length] = '\0';
		require(readlink(part, target, sizeof target - 1) < 0 && errno == EINVAL, "readlink");
	}
}

static int take_lock(const char *path)
{
	struct stat named, locked;
	struct utsname host;
	char record[256];
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0, path);
	require(lstat(path, &named) == 0 && fstat(lock, &locked) == 0, "stat");
	require(named.st_ino == locked.st_ino, "lock file");
	uname(&host);
	int length = snprintf(record, sizeof record,
			      "{\"pawl\":\"lock\",\"pid\":%d,\"host\":\"%s\",\"command\":\"\",\"since\":\"%ld\"}\n",
			      (int)getpid(), host.nodename, (long)time(NULL));
	require(write(lock, record, length) == length, "record");
	return lock;
}

static void release_lock(int lock)
{
	require(ftruncate(lock, 0) == 0 && flock(lock, LOCK_UN) == 0, "release");
	close(lock);
}

static size_t read_document(const char *path, char *text, struct stat *info)
{
	struct stat opened;
	require(lstat(path, info) == 0, path);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	require(file >= 0 && fstat(file, &opened) == 0, path);
	lseek(file, 0, SEEK_CUR);
	ssize_t length = read(file, text, opened.st_size), rest = read(file, text + length, 32);
	require(length == opened.st_size && rest == 0, "read");
	close(file);
	text[length] = '\0';
	return length;
}

static size_t change(const char *before, char *after, int number)
{
	const char *line = strstr(before, "\nratio = ");
	require(line != NULL, "line");
	const char *end = strchr(line + 1, '\n');
	return sprintf(after, "%.*s\nratio = %d%s", (int)(line - before), before, 10000 + number, end);
}

static void write_temp(const char *temp, const char *text, size_t length, mode_t mode)
{
	struct stat info;
	int file = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	require(file >= 0 && write(file, text, length) == (ssize_t)length, temp);
	require(fstat(file, &info) == 0 && info.st_size == (off_t)length, "size");
	require(chmod(temp, mode & 07777) == 0 && fsync(file) == 0, "fsync");
	close(file);
}

static void sync_directory(const char *path)
{
	int directory = open(path, O_RDONLY | O_CLOEXEC);
	require(directory >= 0 && fsync(directory) == 0, "directory");
	close(directory);
}

static void update(const char *path, const char *lock_path, const char *directory, int number)
{
	static char before[MAX_SIZE], after[MAX_SIZE], again[MAX_SIZE];
	char temp[PATH_MAX + 64];
	struct stat info, now;
	resolve(path);
	int lock = take_lock(lock_path);
	size_t old_length = read_document(path, before, &info);
	size_t length = change(before, after, number);
	snprintf(temp, sizeof temp, "%s/.floor.%d-%08x.pawl-tmp", directory, (int)getpid(), number);
	write_temp(temp, after, length, info.st_mode);
	require(read_document(path, again, &now) == old_length && memcmp(before, again, old_length) == 0, "last look");
	require(rename(temp, path) == 0, "rename");
	sync_directory(directory);
	release_lock(lock);
}

static void write_and_sync(const char *path, int number)
{
	char byte = '0' + number % 10;
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	require(file >= 0 && pwrite(file, &byte, 1, number % MAX_SIZE) == 1 && fsync(file) == 0, path);
	close(file);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	int only_sync = argc == 4 && strcmp(argv[3], "fsync") == 0;
	if (argc != 3 && !only_sync) {
		fprintf(stderr, "usage: update_floor FILE COUNT [fsync]\n");
		return 2;
	}
	char lock_path[PATH_MAX], copy[PATH_MAX];
	snprintf(lock_path, sizeof lock_path, "%s.lock", argv[1]);
	snprintf(copy, sizeof copy, "%s", argv[1]);
	const char *directory = dirname(copy);
	int count = atoi(argv[2]);
	double *times = calloc(count, sizeof *times), began = now_ms();
	for (int i = 0; i < count; i++) {
		double started = now_ms();
		if (only_sync)
			write_and_sync(argv[1], i);
		else
			update(argv[1], lock_path, directory, i);
		times[i] = now_ms() - started;
	}
	double total = now_ms() - began;
	qsort(times, count, sizeof *times, compare);
	printf("{\"totalMs\":%.3f,\"medianMs\":%.3f}\n", total, times[count / 2]);
	return 0;
}

/*
 * Makes a disk look slow, and counts replaces: interposed with LD_PRELOAD (ld.so(8)) on programs that sync and rename.
 *
 * Environment: SLOW_SYNC_US       how much longer fsync(2) and fdatasync(2) take, in microseconds
 *              SLOW_SYNC_LOG      the file that gets one byte for each rename(2) of a *.pawl-tmp
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char suffix[] = ".pawl-tmp";

static void sleep_longer(void)
{
	const char *text = getenv("SLOW_SYNC_US");
	long us = text ? atol(text) : 0;
	struct timespec rest = { us / 1000000, us % 1000000 * 1000 };
	while (us > 0 && nanosleep(&rest, &rest) != 0)
		;
}

static void count(const char *from)
{
	const char *log = getenv("SLOW_SYNC_LOG");
	size_t length = strlen(from), end = sizeof suffix - 1;
	if (!log || length < end || strcmp(from + length - end, suffix) != 0)
		return;
	/* O_APPEND: no byte of another process is written over. */
	int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (file < 0 || write(file, ".", 1) != 1)
		abort();
	close(file);
}

int fsync(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
	sleep_longer();
	return real(fd);
}

int fdatasync(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
	sleep_longer();
	return real(fd);
}

int rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
	int result = real(from, to);
	if (result == 0)
		count(from);
	return result;
}

/*
 * Runs a command COUNT times at once and prints what that took, as JSON.
 *
 * Usage: measure COUNT COMMAND [ARGUMENT...]     "{i}" in an argument becomes the number of the run, from 0.
 *
 * "wallMs" is from before the first start to after the last end; "cpuMs" is user and system time of all runs and of
 * what they waited for, by wait4(2), which counts it exactly where getrusage of a shell's `time` rounds to ticks.
 * "medianMs" and "slowestMs" are of single runs, each from its own start. "exits" counts the exit statuses (128 + n
 * for a signal n). Deno.Command can't be used for this: starting 100 processes from a large one costs more than they.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STATUSES = 256, NUMBER_LENGTH = 16 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double cpu_ms(const struct rusage *usage)
{
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1e3 +
	       (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e3;
}

static char *substitute(const char *argument, int number)
{
	size_t capacity = strlen(argument) * NUMBER_LENGTH + 1, length = 0;
	char *text = malloc(capacity);
	while (*argument) {
		if (strncmp(argument, "{i}", 3) == 0) {
			length += snprintf(text + length, capacity - length, "%d", number);
			argument += 3;
		} else {
			text[length++] = *argument++;
		}
	}
	text[length] = '\0';
	return text;
}

static void run(char **command, int number)
{
	int null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	for (char **argument = command; *argument; argument++)
		*argument = substitute(*argument, number);
	execvp(command[0], command);
	_exit(127);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	int count = argc > 2 ? atoi(argv[1]) : 0;
	if (count < 1) {
		fprintf(stderr, "usage: measure COUNT COMMAND [ARGUMENT...]\n");
		return 2;
	}
	pid_t *pids = calloc(count, sizeof *pids);
	double *started = calloc(count, sizeof *started), *took = calloc(count, sizeof *took);
	int exits[STATUSES] = {0};
	double cpu = 0, began = now_ms();
	for (int i = 0; i < count; i++) {
		started[i] = now_ms();
		pids[i] = fork();
		if (pids[i] == 0)
			run(argv + 2, i);
		if (pids[i] < 0) {
			perror("measure: fork");
			return 1;
		}
	}
	for (int ended = 0; ended < count; ended++) {
		struct rusage usage;
		int status;
		pid_t pid = wait4(-1, &status, 0, &usage);
		double end = now_ms();
		for (int i = 0; i < count; i++)
			if (pids[i] == pid)
				took[i] = end - started[i];
		cpu += cpu_ms(&usage);
		exits[WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)]++;
	}
	double wall = now_ms() - began;
	qsort(took, count, sizeof *took, compare);
	printf("{\"wallMs\":%.3f,\"cpuMs\":%.3f,\"medianMs\":%.3f,\"slowestMs\":%.3f,\"exits\":{", wall, cpu, took[count / 2],
	       took[count - 1]);
	const char *separator = "";
	for (int status = 0; status < STATUSES; status++) {
		if (exits[status] == 0)
			continue;
		printf("%s\"%d\":%d", separator, status, exits[status]);
		separator = ",";
	}
	printf("}}\n");
	return 0;
}

/*
 * Says of many files whether the code that asn1c makes takes them: of each file
 * on standard input (4 octets of length, then the file) a line "RESULT OCTETS WORDS".
 *
 * RESULT is ok; constraint: decoded, but a range or size is wrong; more: the
 * decoder wants more octets; refused; or died.  OCTETS: how many were decoded.
 * Each file has a process of its own, so that one that kills the decoder is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "QemuFile.h"

static void look(const unsigned char *data, size_t length, int out)
{
	void *value = NULL;
	char words[200] = "";
	size_t size = sizeof words - 1;
	asn_dec_rval_t done = ber_decode(NULL, &asn_DEF_QemuFile, &value, data, length);
	const char *result = done.code == RC_OK ? "ok" : done.code == RC_WMORE ? "more" : "refused";

	if (done.code == RC_OK && asn_check_constraints(&asn_DEF_QemuFile, value, words, &size))
		result = "constraint";
	dprintf(out, "%s %zu %s\n", result, done.consumed, words);
}

int main(void)
{
	unsigned char head[4];

	while (fread(head, 1, 4, stdin) == 4) {
		size_t length = (size_t)head[0] << 24 | head[1] << 16 | head[2] << 8 | head[3];
		unsigned char *data = malloc(length ? length : 1);
		char line[300];
		size_t count = 0;
		ssize_t more;
		int ends[2], status;
		pid_t child;

		if (!data || fread(data, 1, length, stdin) != length || pipe(ends))
			return 1;
		child = fork();
		if (child < 0)
			return 1;
		if (child == 0) {
			alarm(20);
			look(data, length, ends[1]);
			_exit(0);
		}
		close(ends[1]);
		while ((more = read(ends[0], line + count, sizeof line - count)) > 0)
			count += more;
		close(ends[0]);
		waitpid(child, &status, 0);
		if (WIFSIGNALED(status))
			printf("died 0 signal %d\n", WTERMSIG(status));
		else
			fwrite(line, 1, count, stdout);
		free(data);
	}
	return 0;
}

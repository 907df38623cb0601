// Answers calls from standard input, one a line.
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>

#include "tierline.h"

int main(void) {
    uint64_t session = tierline_session_new();
    char *call = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&call, &room, stdin)) != -1;) {
        if (length > 0 && call[length - 1] == '\n') length--;
        size_t reply_length = 0;
        const char *reply = tierline_call(session, call, (size_t)length, &reply_length);
        fwrite(reply, 1, reply_length, stdout);
        putchar('\n');
        tierline_text_free(reply);
    }
    free(call);
    tierline_session_free(session);
    return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

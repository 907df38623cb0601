// Loads a desk, asks it about a ticket, and prints what to do and what is due:  ./desk ../small-desk/desk.rhai
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tierline.h"

// The file as text; ends the program where it cannot be read.
static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    char *text = NULL;
    size_t length = 0, got;
    do {
        text = realloc(text, length + 4097);
        if (text == NULL) abort();
        got = fread(text + length, 1, 4096, file);
        length += got;
    } while (got > 0);
    fclose(file);
    text[length] = '\0';
    return text;
}

// The text as a JSON string. A help desk has a JSON library for this.
static char *json_string(const char *text) {
    char *json = malloc(6 * strlen(text) + 3), *to = json;
    if (json == NULL) abort();
    *to++ = '"';
    for (const unsigned char *from = (const unsigned char *)text; *from != '\0'; from++) {
        if (*from == '"' || *from == '\\') to += sprintf(to, "\\%c", *from);
        else if (*from < 0x20) to += sprintf(to, "\\u%04x", *from);
        else *to++ = (char)*from;
    }
    strcpy(to, "\"");
    return json;
}

// Prints the reply to a call; ends the program where that is an error.
static void ask(uint64_t session, const char *what, const char *call) {
    const char *reply = tierline_call(session, call, strlen(call), NULL);
    printf("%s: %s\n", what, reply);
    int is_error = strncmp(reply, "{\"error\"", 8) == 0;
    tierline_text_free(reply);
    if (is_error) exit(EXIT_FAILURE);
}

static const char TICKET[] =
    "{\"ticket\": {\"id\": \"INC-7\", \"subject\": \"VPN is down\", \"affected_users\": 7,"
    " \"created_at\": \"2026-11-23T15:30:00Z\"}, \"now\": \"2026-11-23T15:30:00Z\"}";

int main(int count, char **args) {
    if (count != 2) {
        fprintf(stderr, "desk RULES.rhai\n");
        return EXIT_FAILURE;
    }
    printf("Tierline %s\n", tierline_version());
    uint64_t session = tierline_session_new();
    char *rules = read_file(args[1]), *json = json_string(rules);
    char *call = malloc(strlen(json) + sizeof TICKET + 64);
    if (call == NULL) abort();

    sprintf(call, "{\"verb\": \"compile\", \"files\": {\"desk.rhai\": %s}}", json);
    ask(session, "desk", call);
    sprintf(call, "{\"verb\": \"evaluate\", \"request\": %s}", TICKET);
    ask(session, "what to do", call);
    sprintf(call, "{\"verb\": \"deadlines\", \"request\": %s}", TICKET);
    ask(session, "what is due", call);

    free(call), free(json), free(rules);
    tierline_session_free(session);
    return EXIT_SUCCESS;
}

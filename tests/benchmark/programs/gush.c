// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// Writes argv[1] bytes to its standard output, 64 KiB at a time.
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static char block[64 << 10];
    long long left = argc > 1 ? atoll(argv[1]) : 0;
    while (left > 0) {
        const size_t size = left < (long long)sizeof block ? (size_t)left : sizeof block;
        const ssize_t written = write(STDOUT_FILENO, block, size);
        if (written <= 0)
            return 1;
        left -= written;
    }
    return 0;
}

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <functional>
#include <sys/wait.h>
#include <unistd.h>

// Runs body in a copy of this process, for what would spoil the test's own: limits, directories,
// dispositions. Returns what body returns: nothing, or what was wrong. The copy has this thread
// only, and ends without destructors.
//
//   QCOMPARE(inFork([] { return umask(0) == 022 ? ""_qba : "another umask"_qba; }), QByteArray());
inline QByteArray inFork(const std::function<QByteArray()> &body)
{
    int ends[2];
    if (pipe(ends) != 0)
        return "no pipe";
    const pid_t copy = fork();
    if (copy == 0) {
        close(ends[0]);
        const QByteArray problem = body();
        const bool told
            = write(ends[1], problem.constData(), size_t(problem.size())) == problem.size();
        _exit(told ? 0 : 1);
    }
    close(ends[1]);
    QByteArray problem;
    char buffer[4096];
    ssize_t size = 0;
    while ((size = read(ends[0], buffer, sizeof buffer)) > 0)
        problem.append(buffer, size);
    close(ends[0]);
    int status = 0;
    if (waitpid(copy, &status, 0) == copy && status != 0)
        problem += "status " + QByteArray::number(status);
    return problem;
}

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runsteps.h"

#include "complaint.h"
#include "exitstatus.h"
#include "runner.h"
#include "runoptions.h"
#include "runreport.h"
#include "terminal.h"

#include <QtCore/QFile>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace Spawn {

static constexpr qsizetype MaximumErrorsShown = 10;

std::optional<int> statusWithoutRun(const RunArguments &parsed)
{
    if (!parsed.error.isEmpty()) {
        complain(parsed.error);
        complain(QStringLiteral("see spawn-monitor run --help"));
        return BadUsage;
    }
    if (!parsed.help.isEmpty())
        return writeFully(STDOUT_FILENO, parsed.help.toUtf8()) == 0 ? AllSucceeded : SomeFailed;
    return std::nullopt;
}

static std::optional<QByteArray> readInput(const QString &fileName)
{
    QFile file(fileName);
    const bool isOpen = fileName.isEmpty() ? file.open(STDIN_FILENO, QIODevice::ReadOnly)
                                           : file.open(QIODevice::ReadOnly);
    if (isOpen && fileName.isEmpty() && terminalWidth(STDIN_FILENO) > 0)
        writeFully(STDERR_FILENO, "Commands, one a line; Ctrl-D ends them.\n");
    QByteArray text;
    if (isOpen)
        text = file.readAll();
    if (isOpen && file.error() == QFileDevice::NoError)
        return text;
    complain(
        QStringLiteral("cannot read %1: ")
            .arg(fileName.isEmpty() ? QStringLiteral("the standard input") : u'"' + fileName + u'"')
        + file.errorString());
    return std::nullopt;
}

static void complainOfLines(const QStringList &errors)
{
    for (const QString &error : errors.first(std::min(errors.size(), MaximumErrorsShown)))
        complain(error);
    if (errors.size() > MaximumErrorsShown)
        complain(QStringLiteral("… and %1 lines more").arg(errors.size() - MaximumErrorsShown));
    complain(QStringLiteral("nothing was run"));
}

std::optional<QList<CommandLine>> readCommands(const QString &fileName)
{
    const std::optional<QByteArray> input = readInput(fileName);
    if (!input)
        return std::nullopt;
    const CommandFile file = parseCommandFile(*input);
    if (file.errors.isEmpty())
        return file.commands;
    complainOfLines(file.errors);
    return std::nullopt;
}

static int exitStatus(const Runner &runner)
{
    if (runner.interruptSignal() != 0)
        return InterruptedBase + runner.interruptSignal();
    if (!runner.helperError().isEmpty())
        return NoHelper;
    return runner.counts().succeeded == runner.counts().total ? AllSucceeded : SomeFailed;
}

int concludeRun(const Runner &runner, RunReport &report)
{
    report.conclude();
    if (!runner.helperError().isEmpty())
        complain(runner.helperError());
    if (report.writeError() != 0) {
        complain(QStringLiteral("cannot write the standard output: ")
                 + QString::fromLocal8Bit(std::strerror(report.writeError())));
        return SomeFailed;
    }
    return exitStatus(runner);
}

} // namespace Spawn

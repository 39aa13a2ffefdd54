// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runcommand.h"

#include "exitstatus.h"
#include "runner.h"
#include "runoptions.h"
#include "runreport.h"
#include "runsteps.h"

#include <spawner/signalsource.h>

#include <QtCore/QCoreApplication>

#include <csignal>

namespace Spawn {

int runCommand(const QStringList &arguments)
{
    const RunArguments parsed = parseRunArguments(arguments);
    if (const auto status = statusWithoutRun(parsed))
        return *status;
    const auto commands = readCommands(parsed.options.fileName);
    if (!commands)
        return BadUsage;

    Runner runner(parsed.options, *commands);
    RunReport report(parsed.options, &runner);
    SignalSource signalSource({SIGINT, SIGTERM});
    QObject::connect(&signalSource, &SignalSource::received, &runner, &Runner::interrupt);
    // Queued: the run may end before the event loop that it is to end has begun.
    QObject::connect(&runner, &Runner::finished, QCoreApplication::instance(),
                     &QCoreApplication::quit, Qt::QueuedConnection);
    runner.start();
    QCoreApplication::exec();
    return concludeRun(runner, report);
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runwindowcommand.h"

#include "attach/attachments.h"
#include "complaint.h"
#include "exitstatus.h"
#include "look/theme.h"
#include "runner.h"
#include "runoptions.h"
#include "runreport.h"
#include "runsteps.h"
#include "runwindow.h"
#include "window/mainwindow.h"
#include "window/savedlook.h"
#include "windowapplication.h"

#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>
#include <spawner/signalsource.h>

#include <QtCore/QFileInfo>
#include <QtCore/QSettings>

#include <algorithm>
#include <csignal>
#include <optional>

namespace Spawn {

// All of a run is to be seen at its end, unless that takes more than some hundred MiB.
static constexpr int LeastHistory = 10'000;
static constexpr int LongestHistory = 100'000;

static QString nameOf(const RunOptions &options)
{
    return QStringLiteral("run ")
        + (options.fileName.isEmpty() ? QStringLiteral("standard input")
                                      : QFileInfo(options.fileName).fileName());
}

// Lets this process, and any other monitor of this user, attach to what is run.
static std::optional<MonitorTarget> listen(Runner &runner, const RunOptions &options)
{
    // The environment may have asked for one already.
    auto *server = runner.spawner()->findChild<MonitorServer *>();
    if (!server)
        server = new MonitorServer(runner.spawner(), runner.spawner());
    server->setControlAllowed(true);
    server->setOutputShared(options.output);
    server->setHistoryLength(std::clamp(runner.counts().total, LeastHistory, LongestHistory));
    if (!server->isListening() && !server->listen(nameOf(options))) {
        complain(QStringLiteral("cannot show a run in a window: ") + server->errorString());
        return std::nullopt;
    }
    for (const MonitorTarget &target : MonitorClient::targets()) {
        if (target.processId == QCoreApplication::applicationPid() && target.problem.isEmpty())
            return target;
    }
    complain(QStringLiteral("cannot show a run in a window: its own socket is not found"));
    return std::nullopt;
}

static int showRun(Runner &runner, RunReport &report, const MonitorTarget &target)
{
    Theme theme;
    QSettings settings(QStringLiteral("AsyncSpawner"), QStringLiteral("spawn-monitor"));
    MainWindow window;
    restoreLook(window, theme, settings);
    Attachments attachments(&window);

    RunWindow run(&runner, &report, &window);
    QGuiApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&run, &RunWindow::over, qApp, &QCoreApplication::quit);
    SignalSource signalSource({SIGINT, SIGTERM});
    QObject::connect(&signalSource, &SignalSource::received, &run, &RunWindow::interrupt);

    window.show();
    attachments.attach(target, AttachedApplication::Access::AsAllowed);
    runner.start();
    QApplication::exec();
    saveLook(window, theme, settings);
    return run.conclude();
}

int runWindowCommand(const RunArguments &parsed, int &argc, char **argv)
{
    // First: nobody shall have typed commands for nothing.
    const std::unique_ptr<QApplication> application = makeWindowApplication(argc, argv);
    if (!application)
        return BadUsage;
    const auto commands = readCommands(parsed.options.fileName);
    if (!commands)
        return BadUsage;
    Runner runner(parsed.options, *commands);
    const auto target = listen(runner, parsed.options);
    if (!target)
        return BadUsage;
    RunReport report(parsed.options, &runner);
    return showRun(runner, report, *target);
}

} // namespace Spawn

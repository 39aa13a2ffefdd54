// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowcommand.h"

#include "attach/attachments.h"
#include "complaint.h"
#include "exitstatus.h"
#include "look/theme.h"
#include "terminal.h"
#include "window/mainwindow.h"
#include "window/page.h"
#include "window/paintlog.h"
#include "window/savedlook.h"
#include "window/trayicon.h"
#include "windowapplication.h"
#include "windowoptions.h"

#include <monitoring/monitorclient.h>
#include <spawner/signalsource.h>

#include <QtCore/QSettings>
#include <QtCore/QTimer>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>
#include <unistd.h>

namespace Spawn {

// All that the names mean. Nothing if one of them means nothing that can be attached.
static std::optional<QList<MonitorTarget>> named(const QStringList &names)
{
    QList<MonitorTarget> result;
    const QList<MonitorTarget> targets
        = names.isEmpty() ? QList<MonitorTarget>() : MonitorClient::targets();
    for (const QString &name : names) {
        QList<MonitorTarget> matching = targets;
        matching.removeIf([&name](const MonitorTarget &target) {
            return target.name != name && QString::number(target.processId) != name;
        });
        const auto first
            = std::find_if(matching.begin(), matching.end(),
                           [](const MonitorTarget &target) { return target.problem.isEmpty(); });
        if (matching.isEmpty()) {
            complain(QStringLiteral("no application that runs here is called \"%1\" or has that "
                                    "process number")
                         .arg(name));
            return {};
        }
        if (first == matching.end()) {
            complain(QStringLiteral("cannot attach to \"%1\", process %2: %3")
                         .arg(matching.first().name)
                         .arg(matching.first().processId)
                         .arg(matching.first().problem));
            return {};
        }
        std::copy_if(first, matching.end(), std::back_inserter(result),
                     [](const MonitorTarget &target) { return target.problem.isEmpty(); });
    }
    return result;
}

// What it shows grows for a while: a sparkline has a sample a second.
static constexpr std::chrono::seconds PictureDelay{12};

static bool openPage(MainWindow &window, const QString &title)
{
    for (Page *const page : window.pages()) {
        if (page->title().compare(title, Qt::CaseInsensitive) == 0) {
            window.setCurrentPage(page);
            return true;
        }
    }
    complain(QStringLiteral("there is no page \"%1\"").arg(title));
    return false;
}

static int runWindow(const QList<MonitorTarget> &targets, const WindowArguments &parsed)
{
    Theme theme;
    QSettings settings(QStringLiteral("AsyncSpawner"), QStringLiteral("spawn-monitor"));
    MainWindow window;
    restoreLook(window, theme, settings);
    if (!parsed.page.isEmpty() && !openPage(window, parsed.page))
        return BadUsage;
    new PaintLog(&window);
    const auto access = parsed.readOnly ? AttachedApplication::Access::ReadOnly
                                        : AttachedApplication::Access::AsAllowed;
    TrayIcon tray(&window);
    Attachments attachments(&window, access);
    QObject::connect(&attachments, &Attachments::attached, &tray, &TrayIcon::watch);
    QObject::connect(&tray, &TrayIcon::chosen, &window, [&window](MonitoredApplication *source) {
        window.setCurrentApplication(qobject_cast<ShownApplication *>(source->parent()));
    });
    SignalSource signalSource({SIGINT, SIGTERM, SIGHUP});
    QObject::connect(&signalSource, &SignalSource::received, qApp, &QCoreApplication::quit);

    window.show();
    for (const MonitorTarget &target : targets)
        attachments.attach(target, access);
    attachments.start();
    if (!parsed.picture.isEmpty()) {
        QTimer::singleShot(PictureDelay, &window, [&window, &parsed] {
            const bool written = window.grab().save(parsed.picture);
            if (!written)
                complain(QStringLiteral("cannot write \"%1\"").arg(parsed.picture));
            QCoreApplication::exit(written ? AllSucceeded : SomeFailed);
        });
        return QApplication::exec(); // nobody has arranged it
    }
    const int status = QApplication::exec();
    saveLook(window, theme, settings);
    return status;
}

int windowCommand(int &argc, char **argv)
{
    QStringList arguments;
    for (int i = 2; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    const WindowArguments parsed = parseWindowArguments(arguments);
    if (!parsed.error.isEmpty()) {
        complain(parsed.error);
        complain(QStringLiteral("see spawn-monitor window --help"));
        return BadUsage;
    }
    if (!parsed.help.isEmpty())
        return writeFully(STDOUT_FILENO, parsed.help.toUtf8()) == 0 ? AllSucceeded : SomeFailed;
    const auto targets = named(parsed.attach);
    if (!targets)
        return SomeFailed;
    const std::unique_ptr<QApplication> application = makeWindowApplication(argc, argv);
    return application ? runWindow(*targets, parsed) : int(BadUsage);
}

} // namespace Spawn

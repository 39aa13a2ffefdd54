// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowapplication.h"

#include "complaint.h"
#include "exitstatus.h"
#include "window/appicon.h"

#include <unistd.h>

namespace Spawn {

static void complainOfDisplay(const QString &reason)
{
    complain(QStringLiteral("cannot open a window: %1; spawn-monitor --help tells what there is "
                            "for a terminal")
                 .arg(reason));
}

// What was said while the application was made: the reason, if it ends it.
static QStringList saidOnStart;

// Qt would abort, after several paragraphs.
static void keepWhatIsSaid(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    if (type != QtFatalMsg) {
        saidOnStart += text;
        return;
    }
    complainOfDisplay(saidOnStart.value(0, text).section(u'\n', 0, 0));
    _exit(BadUsage);
}

std::unique_ptr<QApplication> makeWindowApplication(int &argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        complainOfDisplay(QStringLiteral("neither DISPLAY nor WAYLAND_DISPLAY is set"));
        return {};
    }
    const QtMessageHandler before = qInstallMessageHandler(&keepWhatIsSaid);
    auto application = std::make_unique<QApplication>(argc, argv);
    qInstallMessageHandler(before);
    for (const QString &text : std::as_const(saidOnStart))
        qWarning("%s", qPrintable(text));
    QCoreApplication::setApplicationName(QStringLiteral("spawn-monitor"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Spawn monitor"));
    QGuiApplication::setDesktopFileName(appId());
    QGuiApplication::setWindowIcon(appIcon());
    return application;
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowoptions.h"

#include <QtCore/QCommandLineParser>

namespace Spawn {

static const char Description[]
    = "Shows applications with an AsyncSpawner in a window. If only one of them can be attached,\n"
      "it is.\n\n"
      "Exit status: 0 the window was closed, 1 what --attach names cannot be attached, 2 bad "
      "usage,\n"
      "or no display.";

WindowArguments parseWindowArguments(const QStringList &arguments)
{
    const QCommandLineOption attach(QStringLiteral("attach"),
                                    QStringLiteral("Attach to the application with this process "
                                                   "number or name; may be given several times."),
                                    QStringLiteral("PID|NAME"));
    const QCommandLineOption readOnly(QStringLiteral("read-only"),
                                      QStringLiteral("Ask nothing of the applications, also where "
                                                     "they would allow it."));
    const QCommandLineOption page(
        QStringLiteral("page"),
        QStringLiteral("Show this page first: overview, commands, restarts, workers, jobs, "
                       "clusters, timeline or log."),
        QStringLiteral("PAGE"));
    const QCommandLineOption picture(
        QStringLiteral("picture"),
        QStringLiteral("Write a picture of the window after some seconds, and end. Needs no "
                       "display with QT_QPA_PLATFORM=offscreen."),
        QStringLiteral("FILE"));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QStringLiteral("Show this text."));
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(Description));
    parser.addOptions({attach, readOnly, page, picture, help});

    WindowArguments result;
    // The parser drops the first argument as the program's name.
    if (!parser.parse(QStringList{QStringLiteral("spawn-monitor window")} + arguments)) {
        result.error = parser.errorText();
        return result;
    }
    if (parser.isSet(help)) {
        // The parser's own first line leaves out the sub-command.
        const QString text = parser.helpText();
        result.help = QStringLiteral("Usage: spawn-monitor [window [options]]")
            + text.mid(text.indexOf(u'\n'));
        return result;
    }
    result.attach = parser.values(attach);
    result.readOnly = parser.isSet(readOnly);
    result.page = parser.value(page);
    result.picture = parser.value(picture);
    if (!parser.positionalArguments().isEmpty())
        result.error = QStringLiteral("what is \"%1\"?").arg(parser.positionalArguments().first());
    return result;
}

} // namespace Spawn

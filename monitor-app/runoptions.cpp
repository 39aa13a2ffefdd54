// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runoptions.h"

#include "optionvalue.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QThread>

#include <algorithm>

namespace Spawn {

static const char Description[]
    = "Runs commands, one a line, and tells how each of them ended.\n\n"
      "A line holds shell words: '…', \"…\" and \\ quote, # begins a comment. No shell is "
      "involved\n"
      "and nothing is expanded; a pipe is written as  sh -c 'sort names | uniq'.\n"
      "Ctrl-C cancels all commands, a second one kills them at once.\n"
      "A window that --window opens stays when all has ended; closing it before lets the run go\n"
      "on in the terminal.\n\n"
      "Exit status: 0 all commands succeeded, 1 some did not, 2 bad usage or input or no display\n"
      "(nothing was run), 3 the helper could not be started, 130 interrupted by Ctrl-C.";

RunArguments parseRunArguments(const QStringList &arguments)
{
    const QCommandLineOption running(QStringLiteral("j"),
                                     QStringLiteral("Run <N> commands at a time; default: one for "
                                                    "each processor."),
                                     QStringLiteral("N"));
    const QCommandLineOption timeout(QStringLiteral("timeout"),
                                     QStringLiteral("End a command that runs longer than <T>: 30, "
                                                    "30s, 500ms, 2m."),
                                     QStringLiteral("T"));
    const QCommandLineOption json(QStringLiteral("json"),
                                  QStringLiteral("A JSON object on a line for each command as it "
                                                 "ends, and a summary, in place of the table."));
    const QCommandLineOption output(
        QStringLiteral("output"), QStringLiteral("Show what each command wrote, after it ended."));
    const QCommandLineOption window(
        QStringLiteral("window"),
        QStringLiteral("Show the commands in a window as well. Report and exit status are the "
                       "same."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QStringLiteral("Show this text."));

    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(Description));
    parser.addOptions({running, timeout, json, output, window, help});
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QStringLiteral("The commands; standard input when it is - or left "
                                                "out."),
                                 QStringLiteral("[FILE]"));

    RunArguments result;
    // The parser drops the first argument as the program's name.
    if (!parser.parse(QStringList{QStringLiteral("spawn-monitor run")} + arguments)) {
        result.error = parser.errorText();
        return result;
    }
    if (parser.isSet(help)) {
        // The parser's own first line leaves out the sub-command.
        const QString text = parser.helpText();
        result.help = QStringLiteral("Usage: spawn-monitor run [options] [FILE]")
            + text.mid(text.indexOf(u'\n'));
        return result;
    }

    RunOptions &options = result.options;
    options.json = parser.isSet(json);
    options.output = parser.isSet(output);
    options.window = parser.isSet(window);
    options.runningCount = numberOption(parser, running, {1}, &result.error)
                               .value_or(std::max(1, QThread::idealThreadCount()));
    options.timeout
        = durationOption(parser, timeout, &result.error).value_or(std::chrono::milliseconds(0));
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1)
        result.error = QStringLiteral("one FILE at most, not %1").arg(files.size());
    else if (!files.isEmpty() && files.first() != QLatin1String("-"))
        options.fileName = files.first();
    return result;
}

} // namespace Spawn

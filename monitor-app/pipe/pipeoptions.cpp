// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipe/pipeoptions.h"

#include "optionvalue.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QThread>

#include <algorithm>

namespace Spawn {

static const char Description[]
    = "Sends each line of the standard input to one of several workers, and writes what they\n"
      "answer to the standard output, a line each.\n\n"
      "A worker is a Node script, or a program, that speaks Node's IPC: it gets a line as a string\n"
      "and answers each of them once, with a string or with any other value, which is written as\n"
      "JSON. A worker that ends is replaced, and what it has not answered goes to another; a line\n"
      "that workers end of again and again is named on the standard error and left out.\n\n"
      "Exit status: 0 each line has been answered, 1 some have not or something could not be read\n"
      "or written, 2 bad usage, 3 the workers do not work or there is no helper, 130 interrupted by\n"
      "Ctrl-C.";

PipeArguments parsePipeArguments(const QStringList &arguments)
{
    const QCommandLineOption worker(QStringLiteral("w"),
                                    QStringLiteral("The worker: a program, or a script that ends "
                                                   "in .js, .mjs or .cjs."),
                                    QStringLiteral("PROGRAM"));
    const QCommandLineOption count(
        QStringLiteral("n"),
        QStringLiteral("Start <N> of them; default: one for each processor."),
        QStringLiteral("N"));
    const QCommandLineOption ordered(
        QStringLiteral("ordered"),
        QStringLiteral("Write the answers in the order of their lines, not as they come."));
    const QCommandLineOption redeliver(
        QStringLiteral("redeliver"),
        QStringLiteral("Give a line that a worker ended of to another one at most <N> times; "
                       "default: 2. With 0 no line is handled twice."),
        QStringLiteral("N"));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QStringLiteral("Show this text."));

    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(Description));
    parser.addOptions({worker, count, ordered, redeliver, help});
    parser.addPositionalArgument(QStringLiteral("ARGUMENTS"),
                                 QStringLiteral("The worker's; after -- if one begins with -."),
                                 QStringLiteral("[ARGUMENTS]"));

    PipeArguments result;
    // The parser drops the first argument as the program's name.
    if (!parser.parse(QStringList{QStringLiteral("spawn-monitor pipe")} + arguments)) {
        result.error = parser.errorText();
        return result;
    }
    if (parser.isSet(help)) {
        // The parser's own first line leaves out the sub-command.
        const QString text = parser.helpText();
        result.help = QStringLiteral("Usage: spawn-monitor pipe -w PROGRAM [options] [ARGUMENTS] "
                                     "< in > out")
            + text.mid(text.indexOf(u'\n'));
        return result;
    }
    PipeOptions &options = result.options;
    options.workerCount = numberOption(parser, count, {1}, &result.error)
                              .value_or(std::max(1, QThread::idealThreadCount()));
    options.ordered = parser.isSet(ordered);
    options.redeliveryLimit = numberOption(parser, redeliver, {0}, &result.error)
                                  .value_or(options.redeliveryLimit);
    if (parser.value(worker).isEmpty())
        result.error = QStringLiteral("-w PROGRAM is missing");
    options.worker = QStringList(parser.value(worker)) + parser.positionalArguments();
    return result;
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exitstatus.h"
#include "job/jobcommand.h"
#include "pipe/pipecommand.h"
#include "query/querycommand.h"
#include "runcommand.h"
#include "runoptions.h"
#include "runwindowcommand.h"
#include "terminal.h"
#include "windowcommand.h"

#include <QtCore/QCoreApplication>

#include <unistd.h>

static const char Usage[]
    = "Usage: spawn-monitor [COMMAND] [OPTIONS]\n"
      "\n"
      "Without a command it opens the window.\n"
      "\n"
      "window                  shows applications and what they run in a window;\n"
      "                        see spawn-monitor window --help\n"
      "run [FILE]              runs commands, one a line, and tells how each\n"
      "                        of them ended; see spawn-monitor run --help\n"
      "job SCRIPT [PAYLOAD]    runs a job, or one for each line of the standard\n"
      "                        input, in workers; see spawn-monitor job --help\n"
      "pipe -w PROGRAM         sends each line of the standard input to one of\n"
      "                        several workers; see spawn-monitor pipe --help\n";

static bool writeUsage(int fd)
{
    return Spawn::writeFully(fd, Usage) == 0 && Spawn::writeFully(fd, Spawn::QueryUsage) == 0;
}

int main(int argc, char **argv)
{
    // Only the window needs a display.
    if (argc < 2 || QByteArrayView(argv[1]) == "window")
        return Spawn::windowCommand(argc, argv);

    QStringList words;
    for (int i = 2; i < argc; ++i)
        words += QString::fromLocal8Bit(argv[i]);
    if (QByteArrayView(argv[1]) == "run") {
        const Spawn::RunArguments parsed = Spawn::parseRunArguments(words);
        if (parsed.options.window && parsed.error.isEmpty())
            return Spawn::runWindowCommand(parsed, argc, argv);
    }

    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("spawn-monitor"));

    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString subCommand = arguments.value(0);
    if (subCommand == QLatin1String("run"))
        return Spawn::runCommand(arguments.mid(1));
    if (subCommand == QLatin1String("job"))
        return Spawn::jobCommand(arguments.mid(1));
    if (subCommand == QLatin1String("pipe"))
        return Spawn::pipeCommand(arguments.mid(1));
    if (Spawn::isQueryCommand(subCommand))
        return Spawn::queryCommand(subCommand, arguments.mid(1));
    if (subCommand == QLatin1String("--help") || subCommand == QLatin1String("-h"))
        return writeUsage(STDOUT_FILENO) ? Spawn::AllSucceeded : Spawn::SomeFailed;
    writeUsage(STDERR_FILENO);
    return Spawn::BadUsage;
}

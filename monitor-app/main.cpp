// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runcommand.h"
#include "terminal.h"

#include <QtCore/QCoreApplication>

#include <unistd.h>

static const char Usage[] = "Usage: spawn-monitor run [OPTIONS] [FILE]\n"
                            "\n"
                            "run   runs commands, one a line, and tells how each of them ended;\n"
                            "      see spawn-monitor run --help\n";

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("spawn-monitor"));

    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString subCommand = arguments.value(0);
    if (subCommand == QLatin1String("run"))
        return Spawn::runCommand(arguments.mid(1));
    if (subCommand == QLatin1String("--help") || subCommand == QLatin1String("-h"))
        return Spawn::writeFully(STDOUT_FILENO, Usage) == 0 ? Spawn::AllSucceeded
                                                            : Spawn::SomeFailed;
    Spawn::writeFully(STDERR_FILENO, Usage);
    return Spawn::BadUsage;
}

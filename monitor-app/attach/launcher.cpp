// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/launcher.h"

#include "attach/processtree.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>

#include <utility>

namespace Spawn {

// QProcess tells of a detached program only that it was not started.
static QString whyNotStarted(const QString &program, const QString &folder)
{
    if (!folder.isEmpty() && !QFileInfo(folder).isDir())
        return QStringLiteral("There is no folder %1.").arg(folder);
    const QFileInfo file(program);
    if (program.contains(u'/') && !file.exists())
        return QStringLiteral("There is no file %1.").arg(program);
    if (program.contains(u'/') && (file.isDir() || !file.isExecutable()))
        return QStringLiteral("%1 is not executable.").arg(program);
    if (!program.contains(u'/') && QStandardPaths::findExecutable(program).isEmpty())
        return QStringLiteral("%1 is in none of the folders of PATH.").arg(program);
    return QStringLiteral("%1 could not be started.").arg(program);
}

void Launcher::launch(const QStringList &words, const QString &folder)
{
    forget();
    m_program = words.value(0);
    QProcess process;
    process.setProgram(m_program);
    process.setArguments(words.mid(1));
    process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ASYNCSPAWNER_MONITOR"), QStringLiteral("1"));
    process.setProcessEnvironment(environment);
    if (m_program.isEmpty() || !process.startDetached(&m_processId)) {
        m_processId = 0;
        Q_EMIT failed(whyNotStarted(m_program, folder));
        return;
    }
    Q_EMIT started(m_processId);
}

void Launcher::forget()
{
    m_processId = 0;
}

void Launcher::look(const QList<MonitorTarget> &targets)
{
    if (!isWaiting())
        return;
    for (const MonitorTarget &target : targets) {
        // A script may start what is to be monitored.
        if (target.problem.isEmpty() && descendsFrom(target.processId, m_processId)) {
            forget();
            Q_EMIT appeared(target);
            return;
        }
    }
    if (!runningProcess(m_processId).isRunning) {
        forget();
        Q_EMIT failed(QStringLiteral("%1 has ended before it made a spawner.").arg(m_program));
    }
}

} // namespace Spawn

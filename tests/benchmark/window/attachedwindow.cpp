// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "attachedwindow.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

#include <cstdio>

namespace Spawn::Benchmark {

static constexpr int PatienceMs = 120'000;

AttachedWindow::AttachedWindow(qint64 application, const QString &page, const QString &settings)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_LOGGING_RULES"),
                       QStringLiteral("spawn.window.painted.debug=true"));
    environment.insert(QStringLiteral("QT_LOGGING_TO_CONSOLE"), QStringLiteral("1"));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), settings);
    environment.remove(QStringLiteral("ASYNCSPAWNER_MONITOR"));
    m_process.setProcessEnvironment(environment);
    m_sinceStart.start();
    m_process.start(QStringLiteral(MONITOR_PROGRAM),
                    {QStringLiteral("window"), QStringLiteral("--attach"),
                     QString::number(application), QStringLiteral("--page"), page});
}

AttachedWindow::~AttachedWindow()
{
    m_process.terminate();
    m_process.waitForFinished(PatienceMs);
}

double AttachedWindow::painted(int leastRows)
{
    static const QRegularExpression rows(QStringLiteral(", (\\d+) rows"));
    m_process.setReadChannel(QProcess::StandardError);
    while (m_rows < leastRows) {
        if (!m_process.canReadLine() && !m_process.waitForReadyRead(PatienceMs))
            return -1;
        if (!m_process.canReadLine())
            continue;
        m_paintedAt = double(m_sinceStart.nsecsElapsed()) / 1e6;
        const QString line = QString::fromUtf8(m_process.readLine());
        const auto match = rows.match(line);
        if (match.hasMatch())
            m_rows = match.captured(1).toInt();
        else
            fputs(qPrintable(line), stderr);
    }
    return m_paintedAt;
}

double AttachedWindow::cpuTime() const
{
    double sum = 0;
    const QDir tasks(QStringLiteral("/proc/%1/task").arg(m_process.processId()));
    for (const QString &id : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(tasks.filePath(id) + QStringLiteral("/schedstat"));
        if (file.open(QIODevice::ReadOnly))
            sum += file.readAll().split(' ').constFirst().toDouble() / 1000;
    }
    return sum;
}

} // namespace Spawn::Benchmark

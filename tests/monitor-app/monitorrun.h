// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QProcess>
#include <QtCore/QStringList>

// The built spawn-monitor, run from outside.
struct MonitorRun
{
    int exitStatus = -1; // -1: it did not exit by itself
    QByteArray output;
    QByteArray error;

    // What --json wrote, the summary last. Empty if one of the lines is no object.
    QList<QJsonObject> objects() const
    {
        QList<QJsonObject> list;
        for (const QByteArray &line : output.split('\n').mid(0, output.count('\n'))) {
            const QJsonDocument document = QJsonDocument::fromJson(line);
            if (!document.isObject())
                return {};
            list.append(document.object());
        }
        return list;
    }
};

static constexpr int PatienceMs = 60'000;

// Qt writes a warning to standard error when the locale is another one.
inline void speakUtf8()
{
    qputenv("LC_ALL", "C.UTF-8");
}

inline MonitorRun finished(QProcess &process)
{
    MonitorRun run;
    if (!process.waitForFinished(PatienceMs)) {
        process.kill();
        process.waitForFinished();
    } else if (process.exitStatus() == QProcess::NormalExit) {
        run.exitStatus = process.exitCode();
    }
    run.output = process.readAllStandardOutput();
    run.error = process.readAllStandardError();
    return run;
}

inline MonitorRun runMonitor(const QStringList &arguments, const QByteArray &input = {},
                             const QProcessEnvironment &environment
                             = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(MONITOR_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    return finished(process);
}

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "workers/workerspy.h"

#include <spawner/asyncspawner.h>
#include <workers/worker.h>

#include <QtCore/QFile>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <memory>
#include <sys/resource.h>
#include <utility>

using namespace Qt::StringLiterals;

// The job hosts that there are, and what a runner says to them. Each is to be tried with both:
//
//   void XTest::x_data() { addHosts(); }
inline const QList<std::pair<const char *, QString>> &jobHosts()
{
    static const QList<std::pair<const char *, QString>> all{
        {"Node", NODE_JOBHOST},
#ifdef JOBHOST
        {"Qt", JOBHOST},
#endif
    };
    return all;
}

inline void addHosts()
{
    QTest::addColumn<QString>("program");
    for (const auto &[name, program] : jobHosts())
        QTest::newRow(name) << program;
}

// What hosts write to their standard error, which goes to a file here.
class HostErrors final
{
public:
    QString fileName() const { return m_folder.filePath(u"errors"_s); }
    QByteArray read() const
    {
        QFile file(fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }

private:
    QTemporaryDir m_folder;
};

inline std::unique_ptr<Spawn::Worker> startHost(Spawn::AsyncSpawner &spawner,
                                                const QString &program, const HostErrors &errors)
{
    Spawn::Command command({program});
    command.setStandardErrorFile(errors.fileName());
    command.setResourceLimit(RLIMIT_CORE, 0, 0);
    return std::unique_ptr<Spawn::Worker>(Spawn::forkWorker(&spawner, command));
}

// The first of all messages, which may come before its id is known here.
inline bool waitForReady(const WorkerSpy &spy)
{
    const auto isKnown = [&] {
        return !spy.messages.isEmpty() && spy.worker()->processId() != 0;
    };
    return QTest::qWaitFor(isKnown, WorkerSpy::Patience)
        && spy.messages.first()
        == QJsonObject{{u"ready"_s, spy.worker()->processId()}, {u"ahead"_s, 8}};
}

inline QString scriptPath(const QString &name)
{
    return name.startsWith(u'/') ? name : JOB_SCRIPTS + name;
}

inline QJsonObject request(int run, const QString &script, const QJsonValue &payload = {})
{
    return {{u"run"_s, run},
            {u"job"_s, 100 + run},
            {u"attempt"_s, 1},
            {u"script"_s, scriptPath(script)},
            {u"payload"_s, payload}};
}

inline QJsonObject inlineRequest(int run, const QString &source, const QJsonValue &payload = {})
{
    QJsonObject object = request(run, u"inline.js"_s, payload);
    object.insert(u"inlineSource"_s, source);
    return object;
}

inline QJsonObject done(int run, const QJsonValue &value)
{
    return {{u"done"_s, run}, {u"value"_s, value}};
}

// Of an error that was answered.
inline QString errorMessage(const QJsonValue &answer)
{
    return answer[u"value"_s][u"message"_s].toString();
}

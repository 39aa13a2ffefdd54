// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QJsonValue>
#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <memory>

namespace Spawn {

class JobContextPrivate;

// The child's view of the job that it runs: what it is, and how its result gets back. It lives
// until the job has been finished or failed, which may be long after the function has returned, and
// is deleted by the event loop then. Belongs to the thread of the host.
//
//   void countLines(const QJsonValue &payload, Spawn::JobContext &job)
//   {
//       QFile file(payload.toString());
//       if (!file.open(QIODevice::ReadOnly))
//           return job.fail(file.errorString());
//       job.progress(0.5);
//       job.finish(file.readAll().count('\n'));
//   }
class ASYNCSPAWNER_EXPORT JobContext final : public QObject
{
    Q_OBJECT
public:
    ~JobContext() override;

    quint64 id() const; // the reply's, in the runner's process
    int attempt() const; // 1, and more when it is tried again
    QString script() const; // the path, or the name of the function
    QString inlineSource() const; // of the options; null: none
    QMap<QString, QString> preloads() const; // of the options, name to path

    bool isFinished() const;

    // One of the two, once: what comes after it is dropped, with a warning.
    void finish(const QJsonValue &value = QJsonValue::Undefined);
    // An object's "message" or a text becomes JobResult::text, all of it JobResult::errorValue.
    void fail(const QJsonValue &error);

    void progress(const QJsonValue &value);

private:
    friend class JobServer;
    explicit JobContext(std::unique_ptr<JobContextPrivate> d);

    std::unique_ptr<JobContextPrivate> d;
};

} // namespace Spawn

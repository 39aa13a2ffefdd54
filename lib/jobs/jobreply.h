// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/joboptions.h>
#include <jobs/jobresult.h>

#include <QtCore/QFuture>
#include <QtCore/QJsonValue>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <memory>

namespace Spawn {

class Job;

// A job that was asked for, from JobRunner::run() to its end. Belongs to its runner; deletes itself
// after finished() unless autoDelete is off.
//
//   Spawn::JobReply *reply = runner.run("resize.js", "picture.png");
//   QObject::connect(reply, &Spawn::JobReply::progress, this,
//                    [](const QJsonValue &value) { qInfo() << "so far" << value; });
//   QObject::connect(reply, &Spawn::JobReply::finished, this,
//                    [](const Spawn::JobResult &result) { qInfo() << result.value; });
//
// finished() is emitted exactly once, from the event loop, and is the last signal.
class ASYNCSPAWNER_EXPORT JobReply final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool autoDelete READ autoDelete WRITE setAutoDelete)
public:
    enum class State {
        Queued, // also while it waits to be tried again
        Running, // a worker has it, which may still be starting
        Finished,
    };
    Q_ENUM(State)

    ~JobReply() override; // a job that has not finished is cancelled

    quint64 id() const; // unique among those that share a queue
    QString script() const;
    QJsonValue payload() const;
    State state() const;
    bool isFinished() const { return state() == State::Finished; }
    qint64 processId() const; // of the worker that has it; 0: none, or one that has not started
    int attempts() const; // those that have begun

    JobResult result() const; // Error::NoError and no attempts until finished()
    // Finishes with finished(), and holds a result also when the reply or its runner is deleted
    // before. Cancelling the future does not cancel the job.
    QFuture<JobResult> future();

    bool autoDelete() const;
    void setAutoDelete(bool enabled);

    // Safe at any time; after the end it does nothing. The worker that runs it is ended with all
    // its process group, and another one takes its place.
    void cancel();

Q_SIGNALS:
    void started(qint64 processId); // for each attempt
    void progress(const QJsonValue &value);
    void finished(const Spawn::JobResult &result);

private:
    friend class Job;
    explicit JobReply(std::shared_ptr<Job> job, QObject *parent);

    std::shared_ptr<Job> m_job;
    bool m_autoDelete = true;
};

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QJsonValue>
#include <QtCore/QMetaType>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// How a job ended, and what it answered.
//
//   if (result.error == Spawn::JobResult::Error::ScriptError)
//       qWarning() << result.text << result.errorValue["code"];
//   else if (!result.isSuccess())
//       qWarning() << result.errorString();
class ASYNCSPAWNER_EXPORT JobResult final
{
    Q_GADGET
public:
    enum class Error {
        NoError,
        ScriptError, // the script's own: it called back with one, or threw one
        ScriptNotFound,
        TimedOut, // "script timeout"
        WorkerDied, // while it ran the job: "worker died: 7 / null"
        LockHeld, // "<file>: cannot break lock, process 7 exists"
        Cancelled,
        Closed, // with its runner
        // An option makes no sense, the lock file cannot be one, or the worker ended before it was
        // ready.
        FailedToStart,
    };
    Q_ENUM(Error)

    Error error = Error::NoError;
    QJsonValue value; // what it answered; undefined: nothing
    // ScriptError, ScriptNotFound: an error's properties, "message", "name" and "code" among them,
    // or whatever value it was.
    QJsonValue errorValue;
    QString text; // of the error, for people; qworker's where that has one
    // Of the worker's process, if the job ended with it: -1 unless it exited by itself, 0 unless a
    // signal ended it.
    int exitCode = -1;
    int signalNumber = 0;
    qint64 processId = 0; // of the worker; 0: none had it
    std::chrono::microseconds queued{0}; // from run() to the start of the last attempt
    // Of the last attempt, as the runner sees it: to the answer from the job's being told, or from
    // the answer to the job before it.
    std::chrono::microseconds elapsed{0};
    int attempts = 0;

    bool isSuccess() const { return error == Error::NoError; }
    QString errorString() const { return text; }
};

} // namespace Spawn

Q_DECLARE_METATYPE(Spawn::JobResult)

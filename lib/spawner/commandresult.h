// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QByteArray>
#include <QtCore/QMetaType>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// What the kernel counted for a command and those of its descendants that it waited for.
struct ResourceUsage
{
    std::chrono::microseconds userTime{0};
    std::chrono::microseconds systemTime{0};
    qint64 peakMemory = 0; // bytes resident
    qint64 voluntaryContextSwitches = 0;
    qint64 involuntaryContextSwitches = 0;
};

// How a command ended: what truly happened, never a guess.
//
//   if (!result.isSuccess())
//       qWarning() << result.errorString() << result.standardError;
class ASYNCSPAWNER_EXPORT CommandResult final
{
    Q_GADGET
public:
    enum class Error {
        NoError,
        NonZeroExit,
        Crashed, // ended by a signal; also by kill() and terminate()
        FailedToStart, // it never ran: see stage and systemError
        TimedOut,
        OutputLimitExceeded,
        Cancelled,
        Destroyed, // with its spawner
        StatusUnknown, // it ran and ended, and nobody can tell how
    };
    Q_ENUM(Error)

    // Where a command that failed to start came to a stop.
    enum class Stage {
        None,
        Validation, // the request itself; EINVAL
        Queue, // it waited too long, or too many waited
        Pipe, // no descriptors for its streams
        Transfer, // no helper to hand it to
        Fork,
        Directory,
        Limit, // nice level or resource limit
        Descriptor, // a stream's file, or an extra descriptor
        Exec,
        ControlGroup, // none could be made for it, or it could not be put there
    };
    Q_ENUM(Stage)

    Error error = Error::NoError;
    int exitCode = -1; // -1 unless it exited by itself
    int signalNumber = 0; // 0 unless a signal ended it
    bool coreDumped = false;
    Stage stage = Stage::None;
    int systemError = 0; // errno
    qint64 processId = 0; // 0: it never ran

    QByteArray standardOutput;
    QByteArray standardError;
    bool standardOutputTruncated = false;
    bool standardErrorTruncated = false;
    bool outputHeldOpen = false; // a descendant still had a pipe open: there may have been more
    int standardInputError = 0; // errno of a write to its input; EPIPE: it stopped reading early

    std::chrono::microseconds queued{0}; // from aspawn() to the clone
    std::chrono::microseconds elapsed{0}; // from the clone to the exit
    ResourceUsage usage;
    int attempts = 0; // times it was handed to a helper; it ran at most once

    bool isSuccess() const { return error == Error::NoError; }
    // One sentence for people: spawn-async's text where that has one.
    QString errorString() const;

    // What errorString() names, in its words: "\"no-such\"", "the directory \"/x\"",
    // "descriptor 7", or the whole text of a validation. Nothing of the argv of a secret command.
    QString culprit;
};

} // namespace Spawn

Q_DECLARE_METATYPE(Spawn::CommandResult)

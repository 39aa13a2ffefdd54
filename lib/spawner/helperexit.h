// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QDateTime>
#include <QtCore/QMetaType>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// The end of one helper: a line of the restart history.
struct ASYNCSPAWNER_EXPORT HelperExit
{
    Q_GADGET
public:
    enum class Reason {
        Exited,
        Crashed, // by a signal
        Unresponsive, // it did not answer, and was killed
        ProtocolError, // it sent what has no meaning, and was killed
        Destroyed, // by destroy()
    };
    Q_ENUM(Reason)

    qint64 processId = 0;
    QDateTime time; // UTC
    std::chrono::milliseconds uptime{0};
    Reason reason = Reason::Exited;
    int exitCode = -1; // -1 unless it exited by itself
    int signalNumber = 0; // 0 unless a signal ended it
    int carriedOver = 0; // commands that ran on
    int resent = 0; // commands that had not run, and go to the next helper
    std::chrono::milliseconds backOff{0}; // until the next one is started
    QString text; // all of it in a sentence, with the helper's last words
};

// Why there is no helper, and will be none without a start().
struct ASYNCSPAWNER_EXPORT SpawnerError
{
    Q_GADGET
public:
    enum class Kind {
        HelperNotFound, // the text lists the places tried
        HelperFailedToStart,
        HelperIncompatible, // of another version: the text names both
        GaveUp, // it ended too often and too early
    };
    Q_ENUM(Kind)

    Kind kind = Kind::HelperNotFound;
    int systemError = 0; // errno; GaveUp: EPIPE
    QString text;
};

} // namespace Spawn

Q_DECLARE_METATYPE(Spawn::HelperExit)
Q_DECLARE_METATYPE(Spawn::SpawnerError)

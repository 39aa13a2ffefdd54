// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <monitoring/monitortarget.h>

#include <QtCore/QString>

namespace Spawn {

// An application in the list of those that can be attached, or cannot.
struct AttachTarget
{
    // In the order of the list.
    enum class Status {
        Ready,
        Attached,
        AttachedReadOnly,
        Refused, // the last try to attach
        OtherUser,
        TooNew,
        Off,
        Broken,
    };

    MonitorTarget target;
    Status status = Status::Ready;
    QString user;
    qint64 started = 0; // milliseconds since the epoch; 0: not known
    QString library; // empty: not known
    int format = 0; // of its description; 0: there is none
    QString refusal; // while it is Refused

    // One spawner of one process; another one gets another key.
    QString key() const { return keyOf(target); }
    static QString keyOf(const MonitorTarget &target);
    bool canBeAttached() const { return status == Status::Ready || status == Status::Refused; }
    bool isAttached() const;

    friend bool operator==(const AttachTarget &a, const AttachTarget &b)
    {
        return a.key() == b.key() && a.target.name == b.target.name
            && a.target.problem == b.target.problem && a.status == b.status && a.user == b.user
            && a.started == b.started && a.library == b.library && a.refusal == b.refusal;
    }
};

// With what the system and the description beside the socket tell of it.
AttachTarget examined(const MonitorTarget &target);

Mark statusMark(AttachTarget::Status status);
QString statusWord(AttachTarget::Status status);
// Two sentences: how it is, and what can be done about it. For people: without control characters.
QString situationText(const AttachTarget &target);
QString remedyText(const AttachTarget &target);

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attach/attachtarget.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>

// Applications that a test makes up, one for each status.
namespace AttachTargets {

inline constexpr qint64 Now = 1'781'172'418'000;

inline Spawn::AttachTarget target(const QString &name, qint64 processId,
                                  Spawn::AttachTarget::Status status, qint64 minutesUp,
                                  const QString &library = QStringLiteral("1.4.0"))
{
    using Status = Spawn::AttachTarget::Status;
    Spawn::AttachTarget target;
    target.target.name = name;
    target.target.processId = processId;
    if (status != Status::Off && status != Status::OtherUser)
        target.target.socket = QStringLiteral("/run/user/1000/asyncspawner/%1.socket").arg(name);
    if (status == Status::Broken)
        target.target.problem = QStringLiteral("\"%1\" names no process").arg(name);
    target.status = status;
    target.user = QStringLiteral("anna");
    target.started = Now - minutesUp * 60'000;
    target.library = library;
    target.format = 1;
    return target;
}

inline QList<Spawn::AttachTarget> all()
{
    using Status = Spawn::AttachTarget::Status;
    QList<Spawn::AttachTarget> targets{
        target(QStringLiteral("backupd"), 811, Status::OtherUser, 103 * 60),
        target(QStringLiteral("ide"), 2977, Status::Ready, 26 * 60),
        target(QStringLiteral("ingest"), 6233, Status::Ready, 4),
        target(QStringLiteral("mailer"), 3310, Status::Ready, 400, QStringLiteral("1.3.2")),
        target(QStringLiteral("notes"), 6120, Status::Off, 52, {}),
        target(QStringLiteral("photoindexer"), 4182, Status::Ready, 28 * 60),
        target(QStringLiteral("renderfarm"), 5903, Status::TooNew, 9, QStringLiteral("2.0.0")),
    };
    targets[0].user = QStringLiteral("root");
    targets[6].format = 3;
    return targets;
}

} // namespace AttachTargets

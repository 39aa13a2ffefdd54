// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the system, and the description beside its socket, tell of an application.
#include "attach/attachtarget.h"

#include "attach/processtree.h"

#include <monitoring/targetdescription.h>

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <unistd.h>

namespace Spawn {

static constexpr qint64 LongestDescription = 4096;

// Only to tell of it: MonitorClient has checked whose it is and that it may be trusted.
static QJsonObject descriptionOf(const QString &socket)
{
    const QString suffix = QStringLiteral(".socket");
    if (!socket.endsWith(suffix))
        return {};
    QFile file(socket.chopped(suffix.size()) + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.read(LongestDescription)).object();
}

AttachTarget examined(const MonitorTarget &target)
{
    AttachTarget result;
    result.target = target;
    const RunningProcess process = runningProcess(target.processId);
    result.user = process.user;
    result.started = process.started;
    const QJsonObject description = descriptionOf(target.socket);
    result.format = description.value(u"format").toInt();
    result.library = description.value(u"libraryVersion").toString();

    using Status = AttachTarget::Status;
    if (target.problem.isEmpty())
        result.status = Status::Ready;
    else if (process.userId >= 0 && process.userId != qint64(geteuid()))
        result.status = Status::OtherUser;
    else if (result.format > TargetDescription::Format)
        result.status = Status::TooNew;
    else if (target.socket.isEmpty() && process.userId >= 0)
        result.status = Status::Off;
    else
        result.status = Status::Broken;
    return result;
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachtarget.h"

#include "models/terminaltext.h"

#include <monitoring/targetdescription.h>

#include <QtCore/QFileInfo>

namespace Spawn {

QString AttachTarget::keyOf(const MonitorTarget &target)
{
    return target.socket.isEmpty() ? QString::number(target.processId) : target.socket;
}

bool AttachTarget::isAttached() const
{
    return status == Status::Attached || status == Status::AttachedReadOnly;
}

Mark statusMark(AttachTarget::Status status)
{
    switch (status) {
    case AttachTarget::Status::Ready:
        return {Glyph::Tick, Tone::Ok};
    case AttachTarget::Status::Attached:
    case AttachTarget::Status::AttachedReadOnly:
        return {Glyph::Dot, Tone::Accent};
    case AttachTarget::Status::Refused:
    case AttachTarget::Status::Broken:
        return {Glyph::Cross, Tone::Fail};
    case AttachTarget::Status::OtherUser:
    case AttachTarget::Status::TooNew:
    case AttachTarget::Status::Off:
        return {Glyph::SlashedRing, Tone::Neutral};
    }
    return {};
}

QString statusWord(AttachTarget::Status status)
{
    switch (status) {
    case AttachTarget::Status::Ready:
        return QStringLiteral("Ready");
    case AttachTarget::Status::Attached:
        return QStringLiteral("Attached");
    case AttachTarget::Status::AttachedReadOnly:
        return QStringLiteral("Attached, read-only");
    case AttachTarget::Status::Refused:
        return QStringLiteral("Refused");
    case AttachTarget::Status::OtherUser:
        return QStringLiteral("Other user");
    case AttachTarget::Status::TooNew:
        return QStringLiteral("Version too new");
    case AttachTarget::Status::Off:
        return QStringLiteral("Monitor is off");
    case AttachTarget::Status::Broken:
        return QStringLiteral("Not attachable");
    }
    return {};
}

static QString shown(const QString &text)
{
    return printableText(text.toUtf8());
}

QString situationText(const AttachTarget &target)
{
    const QString name = shown(target.target.name);
    switch (target.status) {
    case AttachTarget::Status::Ready:
        return QStringLiteral("%1 can be attached.").arg(name);
    case AttachTarget::Status::Attached:
        return QStringLiteral("%1 is attached.").arg(name);
    case AttachTarget::Status::AttachedReadOnly:
        return QStringLiteral("%1 is attached read-only.").arg(name);
    case AttachTarget::Status::Refused:
        return QStringLiteral("%1 was not attached. %2").arg(name, shown(target.refusal));
    case AttachTarget::Status::OtherUser:
        return target.user.isEmpty() ? QStringLiteral("%1 belongs to another user.").arg(name)
                                     : QStringLiteral("%1 belongs to %2.").arg(name, target.user);
    case AttachTarget::Status::TooNew:
        return QStringLiteral("%1 describes itself in format %2; this monitor knows %3.")
            .arg(name)
            .arg(target.format)
            .arg(TargetDescription::Format);
    case AttachTarget::Status::Off:
        return QStringLiteral("The monitor of %1 is off.").arg(name);
    case AttachTarget::Status::Broken:
        break;
    }
    return QStringLiteral("%1 cannot be attached: %2.").arg(name, shown(target.target.problem));
}

QString remedyText(const AttachTarget &target)
{
    switch (target.status) {
    case AttachTarget::Status::Ready:
        return QStringLiteral("Attaching and detaching change nothing for the application.");
    case AttachTarget::Status::Attached:
    case AttachTarget::Status::AttachedReadOnly:
        return QStringLiteral("Detach from it in the window, with Ctrl+W.");
    case AttachTarget::Status::Refused:
        return target.library.isEmpty() || target.library == QStringLiteral(ASYNCSPAWNER_BUILD_ID)
            ? QStringLiteral("Attach tries once more.")
            : QStringLiteral("It has library %1, and this monitor is %2: where they do not "
                             "understand each other, install the newer one.")
                  .arg(shown(target.library), QStringLiteral(ASYNCSPAWNER_BUILD_ID));
    case AttachTarget::Status::OtherUser:
        return target.user.isEmpty()
            ? QStringLiteral("Run spawn-monitor as that user to attach to it.")
            : QStringLiteral("Run spawn-monitor as %1 to attach to it.").arg(target.user);
    case AttachTarget::Status::TooNew:
        return target.library.isEmpty()
            ? QStringLiteral("Install a newer spawn-monitor to attach to it.")
            : QStringLiteral("Install spawn-monitor %1 or newer to attach to it.")
                  .arg(shown(target.library));
    case AttachTarget::Status::Off:
        return QStringLiteral("Start it with ASYNCSPAWNER_MONITOR=1, as Launch does.");
    case AttachTarget::Status::Broken:
        break;
    }
    return target.target.socket.isEmpty()
        ? QStringLiteral("Once that is put right it can be attached.")
        : QStringLiteral("Its files are in %1.").arg(shown(QFileInfo(target.target.socket).path()));
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "spawner/systemerror.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace Spawn {

class SocketDirectory;
class TargetNames;

// What a process that listens for monitors says of itself, in a file beside its socket. One JSON
// object; readers skip the members that they do not know:
//
//   {"format": 1, "name": "photos", "processId": 4182, "processStart": 84120,
//    "socket": "photos.4182.socket", "libraryVersion": "0.1.0"}
//
// processStart are the clock ticks from the boot to the start of the process (field 22 of
// /proc/<pid>/stat): with the number, its identity.
struct TargetDescription
{
    static constexpr int Format = 1;

    QString name;
    qint64 processId = 0;
    quint64 processStart = 0;
    QByteArray socket; // the file name
    QString libraryVersion;

    static TargetDescription ofThisProcess(const QString &name, const TargetNames &names);

    // Whether the process is still there, and is not another one by now.
    bool isAlive() const;

    // Mode 0600, and there as a whole or not at all. Replaces only what could be a description.
    [[nodiscard]] SystemError write(const SocketDirectory &directory,
                                    const TargetNames &names) const;
    // Changes nothing in itself but the members that could be read: with a newer format, too. The
    // error is ENOTSUP then.
    [[nodiscard]] SystemError read(const SocketDirectory &directory, const TargetNames &names);

private:
    SystemError parse(const QByteArray &text, const TargetNames &names, const QString &path);
};

} // namespace Spawn

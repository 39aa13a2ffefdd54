// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/execflag.h"

#include "wire/descriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <fcntl.h>
#include <unistd.h>

namespace Spawn {

static constexpr qsizetype FlagsField = 6; // behind the name; field 9 of the file
static constexpr quint32 ForkedAndNotExecuted = 0x40; // PF_FORKNOEXEC, as old as the file

bool hasExecuted(pid_t pid)
{
    const QByteArray path = "/proc/" + QByteArray::number(pid) + "/stat";
    const Wire::Descriptor file(open(path.constData(), O_RDONLY | O_CLOEXEC));
    char buffer[1024];
    const ssize_t size = file ? read(file.get(), buffer, sizeof buffer) : -1;
    if (size <= 0)
        return false;
    const QByteArray text = QByteArray::fromRawData(buffer, size);
    // The name is in parentheses, and may hold anything.
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    bool isNumber = false;
    const quint32 flags = fields.value(FlagsField).toUInt(&isNumber);
    return isNumber && (flags & ForkedAndNotExecuted) == 0;
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace Spawn {

// The end of a stream of any length: its last lines, and not many bytes of them.
class LineTail final
{
public:
    void append(const QByteArray &bytes);
    QByteArray text() const; // without the newline at its end

private:
    QByteArray m_bytes;
};

} // namespace Spawn

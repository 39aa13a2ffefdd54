// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

// What the system refused, for a program and for people. Converts to true if it refused anything.
struct SystemError
{
    int number = 0; // errno
    QString text; // a sentence that names the culprit

    explicit operator bool() const { return number != 0; }
};

// The sentence, and the system's own reason behind it.
inline SystemError systemError(int number, const QString &sentence)
{
    return {number, QStringLiteral("%1: %2").arg(sentence, qt_error_string(number))};
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>

namespace Spawn {

// Where a text stops to be JSON, and what could stand there: QJsonDocument's own place is a
// character or two behind it.
struct JsonFault
{
    qsizetype offset = 0; // of the text's size: it ends too early
    QString expected;
};
std::optional<JsonFault> findJsonFault(const QByteArray &text);

} // namespace Spawn

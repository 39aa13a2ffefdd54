// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QJsonValue>

#include <optional>

namespace Spawn {

// A value of any kind as a line, with its newline: what JSON.stringify() makes of it. QJsonDocument
// knows objects and arrays only (and QJsonValue writes itself from Qt 6.9 on).
QByteArray toJsonLine(const QJsonValue &value);
// The same without the newline.
QByteArray toCompactJson(const QJsonValue &value);

// Nothing: it is not the JSON of one value.
std::optional<QJsonValue> fromJsonLine(QByteArrayView line);

} // namespace Spawn

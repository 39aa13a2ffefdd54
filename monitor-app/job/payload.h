// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>
#include <QtCore/QString>

namespace Spawn {

// What a job is given, from the text that somebody wrote.
struct Payload
{
    QJsonValue value;
    QString error; // "is no JSON: expected a value at character 8, not }"; empty: none
};

// Any value of JSON, and one only.
Payload payloadOfJson(const QByteArray &text);
// The text itself.
Payload payloadOfText(const QByteArray &text);

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>

namespace Spawn {

struct ValueStyle
{
    bool pretty = false; // on several lines
    bool raw = false; // a string as it is, without quotes
};

// As JSON, with the newline at its end. No value is null.
QByteArray valueText(const QJsonValue &value, ValueStyle style = {});

} // namespace Spawn

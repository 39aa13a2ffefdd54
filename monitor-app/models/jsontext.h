// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonValue>
#include <QtCore/QString>

namespace Spawn {

// Of any value; undefined: empty.
QString compactJson(const QJsonValue &value); // {"width":128}
QString indentedJson(const QJsonValue &value); // to be read, or put into a file

} // namespace Spawn

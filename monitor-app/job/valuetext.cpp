// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/valuetext.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace Spawn {

QByteArray valueText(const QJsonValue &value, ValueStyle style)
{
    if (style.raw && value.isString())
        return value.toString().toUtf8() + '\n';
    const auto format = style.pretty ? QJsonDocument::Indented : QJsonDocument::Compact;
    QByteArray text;
    if (value.isObject()) {
        text = QJsonDocument(value.toObject()).toJson(format);
    } else if (value.isArray()) {
        text = QJsonDocument(value.toArray()).toJson(format);
    } else {
        // QJsonDocument writes lists and objects only.
        const QJsonArray list{value.isUndefined() ? QJsonValue() : value};
        text = QJsonDocument(list).toJson(QJsonDocument::Compact);
        text = text.mid(1, text.size() - 2);
    }
    return text.endsWith('\n') ? text : text + '\n';
}

} // namespace Spawn

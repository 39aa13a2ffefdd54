// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/snapshotjson.h>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace Spawn {

// A line for each pool or runner, with the ends that are its own.
template <class Group, class End>
QByteArray jsonWithEnds(const QList<Group> &groups, const QList<End> &ends, quint64 End::*group)
{
    QByteArray text;
    for (const Group &one : groups) {
        QJsonArray own;
        for (const End &end : ends) {
            if (end.*group == one.number)
                own.append(toJson(end));
        }
        QJsonObject object = toJson(one);
        object.insert(QLatin1StringView("ends"), own);
        text += QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    return text;
}

} // namespace Spawn

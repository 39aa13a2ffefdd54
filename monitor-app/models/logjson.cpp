// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logjson.h"

#include "models/logmodel.h"

#include <QtCore/QAbstractProxyModel>
#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace Spawn {

static const LogSnapshot &recordAt(const QModelIndex &index)
{
    if (const auto *const proxy = qobject_cast<const QAbstractProxyModel *>(index.model()))
        return recordAt(proxy->mapToSource(index));
    return static_cast<const LogModel *>(index.model())->at(index.row());
}

QByteArray logJson(const QAbstractItemModel &model)
{
    QJsonArray array;
    for (int row = 0; row < model.rowCount(); ++row) {
        const LogSnapshot &record = recordAt(model.index(row, 0));
        QJsonObject object{
            {QStringLiteral("number"), qint64(record.number)},
            {QStringLiteral("time"),
             QDateTime::fromMSecsSinceEpoch(record.time, Qt::UTC).toString(Qt::ISODateWithMs)},
            {QStringLiteral("level"), levelWord(logLevel(record.level)).toLower()},
            {QStringLiteral("category"), record.category},
            {QStringLiteral("message"), record.message},
        };
        if (record.command != 0)
            object.insert(QStringLiteral("command"), qint64(record.command));
        array.append(object);
    }
    return QJsonDocument(array).toJson();
}

} // namespace Spawn

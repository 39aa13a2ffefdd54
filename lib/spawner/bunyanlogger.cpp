// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/logger.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QFileDevice>
#include <QtCore/QJsonDocument>
#include <QtCore/QSysInfo>

namespace Spawn {

static int bunyanLevel(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return 20;
    case QtInfoMsg:
        return 30;
    case QtWarningMsg:
        return 40;
    case QtCriticalMsg:
        return 50;
    case QtFatalMsg:
        break;
    }
    return 60;
}

BunyanLogger::BunyanLogger(QIODevice *device, const QString &name)
    : m_device(device), m_name(name), m_hostName(QSysInfo::machineHostName())
{
}

BunyanLogger::~BunyanLogger() = default;

void BunyanLogger::log(QtMsgType type, QByteArrayView category, const QString &message,
                       const QJsonObject &fields)
{
    // Asked first, because writing to a closed device logs a warning: a line for each line.
    if (m_device.isNull() || !m_device->isWritable())
        return;

    QJsonObject record = fields;
    record[QLatin1String("v")] = 0;
    record[QLatin1String("level")] = bunyanLevel(type);
    record[QLatin1String("name")] = m_name;
    record[QLatin1String("hostname")] = m_hostName;
    record[QLatin1String("pid")] = QCoreApplication::applicationPid();
    record[QLatin1String("time")] = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    record[QLatin1String("msg")] = message;
    record[QLatin1String("component")] = QString::fromUtf8(category);
    m_device->write(QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n');

    // A line in a buffer is lost when the application crashes, which is when it is wanted.
    if (auto *const file = qobject_cast<QFileDevice *>(m_device.data()))
        file->flush();
}

} // namespace Spawn

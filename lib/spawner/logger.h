// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QJsonObject>
#include <QtCore/QPointer>
#include <QtCore/QString>
#include <QtCore/QtGlobal>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace Spawn {

// Where an AsyncSpawner's log lines go, when not to Qt's categories spawn.spawner and spawn.helper.
// Called in the spawner's thread. Not owned by the spawner, and has to outlive it.
// No line ever holds an environment, or the argv of a secret command.
class ASYNCSPAWNER_EXPORT Logger
{
public:
    virtual ~Logger();
    // Asked first, so that a line nobody wants is not put together.
    virtual bool isEnabled(QtMsgType type, QByteArrayView category) const;
    virtual void log(QtMsgType type, QByteArrayView category, const QString &message,
                     const QJsonObject &fields)
        = 0;
};

// Writes a line of JSON for each message, in the format of npm's bunyan, version 0: v, level, name,
// hostname, pid, time, msg, and the fields. "component" is the category.
//
//   QFile file("spawn.log");
//   file.open(QIODevice::Append);
//   Spawn::BunyanLogger logger(&file, "my-application");
//   spawner.setLogger(&logger);
//
// The device is not owned; when it is gone or cannot be written to, lines are dropped.
class ASYNCSPAWNER_EXPORT BunyanLogger final : public Logger
{
public:
    BunyanLogger(QIODevice *device, const QString &name);
    ~BunyanLogger() override;

    void log(QtMsgType type, QByteArrayView category, const QString &message,
             const QJsonObject &fields) override;

private:
    QPointer<QIODevice> m_device;
    const QString m_name;
    const QString m_hostName;
};

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/monitortarget.h>

#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QStringList>

namespace Spawn {

// Starts a program with its monitor switched on, and waits for it to listen. The program outlives
// the monitor.
class Launcher final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // What comes of it arrives by appeared() or failed(), once look() has seen it.
    void launch(const QStringList &words, const QString &folder);
    bool isWaiting() const { return m_processId > 0; }
    qint64 processId() const { return m_processId; }
    void forget(); // it runs on
    // At what was found.
    void look(const QList<MonitorTarget> &targets);

Q_SIGNALS:
    void started(qint64 processId);
    void appeared(const Spawn::MonitorTarget &target);
    void failed(const QString &reason);

private:
    QString m_program;
    qint64 m_processId = 0;
};

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workertarget.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QObject>

#include <functional>

class QAction;
class QWidget;

namespace Spawn {

// What can be done with the selected workers. Each says why it cannot when it cannot; what ends
// more than was pointed at asks first.
class WorkerActions final : public QObject
{
    Q_OBJECT
public:
    using Find = std::function<const CommandSnapshot *(quint64 id)>;

    WorkerActions(QWidget *page, Find find);

    // `refusal` is why nothing can be done with whatever; empty: something can.
    void setSelection(const QList<WorkerTarget> &targets, const QString &refusal);

    QAction *restartAction() const { return m_restart; }
    QAction *removeAction() const { return m_remove; }
    QAction *addAction() const { return m_add; }
    QList<QAction *> all() const { return {m_restart, m_remove, m_add}; }

Q_SIGNALS:
    // No workers: all of the program.
    void requested(const QString &what, quint64 pool, const QString &program,
                   const QList<quint64> &workers);

private:
    void restart();
    void remove();
    void ask(const QString &what, const QString &verb, const QString &note);
    void request(const QString &what, QList<WorkerTarget> targets);

    QWidget *m_page;
    Find m_find;
    QList<WorkerTarget> m_targets;
    QAction *m_restart;
    QAction *m_remove;
    QAction *m_add;
};

} // namespace Spawn

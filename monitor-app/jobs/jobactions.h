// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/jobpart.h"

#include <jobs/jobsnapshot.h>

#include <QtCore/QObject>

#include <functional>

class QAction;
class QWidget;

namespace Spawn {

// What can be done with the selected jobs, scripts and runners. Each says why it cannot when it
// cannot; to cancel asks first.
class JobActions final : public QObject
{
    Q_OBJECT
public:
    using Find = std::function<const JobSnapshot *(quint64 runner, quint64 job)>;

    JobActions(QWidget *page, Find find);

    // `runners` are those that there are; `refusal` is why nothing can be done with whatever,
    // empty: something can.
    void setSelection(const QList<JobPart> &parts, const QList<quint64> &runners,
                      const QString &refusal);

    QAction *cancelAction() const { return m_cancel; }
    QAction *reloadAction() const { return m_reload; }
    QAction *purgeAction() const { return m_purge; }

Q_SIGNALS:
    // No script: all.
    void requested(const QString &what, quint64 runner, const QString &script,
                   const QList<quint64> &jobs);

private:
    void cancel();
    void reload();
    void purge();

    QWidget *m_page;
    Find m_find;
    QList<JobPart> m_jobs;
    QList<JobPart> m_scripts;
    QList<quint64> m_runners; // whose workers are purged
    QAction *m_cancel;
    QAction *m_reload;
    QAction *m_purge;
};

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/jobactions.h"
#include "models/jobendfilter.h"
#include "models/jobendmodel.h"
#include "models/jobmodel.h"
#include "window/treepage.h"

#include <monitoring/spawnersnapshot.h>

class QSplitter;

namespace Spawn {

class JobDetails;
class QuietButton;

// The runners of the application, what their scripts have come to, the jobs that wait and run, and
// how the former ones ended.
class JobsPage final : public TreePage
{
    Q_OBJECT
public:
    explicit JobsPage(QWidget *parent = nullptr);
    ~JobsPage() override;

    std::optional<int> count() const override;
    bool clear() override;
    bool open(const Subject &subject) override;

    QByteArray csv() const; // of the ends that are shown
    QByteArray scriptsCsv() const;

private:
    // What the details are of: a row of the tree, or an end.
    struct Shown
    {
        JobPart part;
        quint64 end = 0; // its number; 0: the part
    };

    QWidget *makeTools();
    void setEndWidths();
    void makeActions();
    void connectAll();
    const JobRunnerSnapshot *runner(quint64 number) const;
    const JobSnapshot *job(quint64 runner, quint64 job) const;
    void showRows() override;
    void showCounts();
    void filterEnds() override;
    void showEmpty();
    void showSelection() override;
    void showActions() override;
    void clearRows() override;
    void followShownJob();
    void showDetails();
    bool showPart();
    bool showEnd();
    void openDetails();
    void closeDetails();
    void openRows(const QModelIndex &parent, int first, int last);
    QList<JobPart> selected() const;
    quint64 selectedEnd() const; // its number; 0: none, or several
    void openCommand();

    JobModel m_model;
    JobEndModel m_ends;
    JobEndFilter m_endFilter;
    JobActions m_actions;
    QuietButton *m_failedOnly;
    JobDetails *m_details;
    QSplitter *m_splitter;
    QAction *m_show = nullptr;
    QAction *m_copyPayload = nullptr;
    QAction *m_copyResult = nullptr;
    Shown m_shown;
    bool m_detailsClosed = false;
    int m_jobs = 0;
};

} // namespace Spawn

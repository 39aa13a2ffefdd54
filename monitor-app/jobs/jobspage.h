// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/jobactions.h"
#include "models/jobendfilter.h"
#include "models/jobendmodel.h"
#include "models/jobmodel.h"
#include "window/page.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QPointer>
#include <QtCore/QSortFilterProxyModel>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace Spawn {

class EmptyRows;
class JobDetails;
class PageHead;
class QuietButton;
class RowTable;
class RowTree;
class SearchField;
class SectionTitle;

// The runners of the application, what their scripts have come to, the jobs that wait and run, and
// how the former ones ended.
class JobsPage final : public Page
{
    Q_OBJECT
public:
    explicit JobsPage(QWidget *parent = nullptr);
    ~JobsPage() override;

    void setApplication(ShownApplication *application) override;
    std::optional<int> count() const override;
    bool focusFilter() override;
    bool clear() override;
    bool find(const QString &text) override;
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
    QWidget *makeUpper();
    QWidget *makeLower();
    void makeActions();
    void connectAll();
    const SpawnerSnapshot &snapshot() const;
    const JobRunnerSnapshot *runner(quint64 number) const;
    const JobSnapshot *job(quint64 runner, quint64 job) const;
    void showRunners();
    void showCounts();
    void filterEnds();
    void showEmpty();
    void showSelection();
    void showActions();
    void followShownJob();
    void showDetails();
    bool showPart(qint64 now);
    bool showEnd(qint64 now);
    void openDetails();
    void closeDetails();
    void openRows(const QModelIndex &parent, int first, int last);
    QList<JobPart> selected() const;
    quint64 selectedEnd() const; // its number; 0: none, or several
    void select(const QModelIndex &index);
    void setText(const QString &text);
    void openCommand();

    QPointer<ShownApplication> m_application;
    JobModel m_model;
    QSortFilterProxyModel m_filter;
    JobEndModel m_ends;
    JobEndFilter m_endFilter;
    JobActions m_actions;
    PageHead *m_head;
    SearchField *m_search;
    RowTree *m_tree;
    EmptyRows *m_empty;
    QStackedWidget *m_treeOrEmpty;
    SectionTitle *m_endsTitle;
    QuietButton *m_failedOnly;
    RowTable *m_table;
    QLabel *m_noEnds;
    QStackedWidget *m_tableOrEmpty;
    QWidget *m_lower = nullptr;
    QSplitter *m_rows;
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

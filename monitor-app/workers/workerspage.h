// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/poolmodel.h"
#include "models/workerendfilter.h"
#include "models/workerendmodel.h"
#include "window/page.h"
#include "workers/workeractions.h"

#include <QtCore/QPointer>
#include <QtCore/QSortFilterProxyModel>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace Spawn {

class EmptyRows;
class PageHead;
class RowTable;
class RowTree;
class SearchField;
class SectionTitle;

// The pools of the application, their workers now, and how the former ones ended.
class WorkersPage final : public Page
{
    Q_OBJECT
public:
    explicit WorkersPage(QWidget *parent = nullptr);
    ~WorkersPage() override;

    void setApplication(ShownApplication *application) override;
    std::optional<int> count() const override;
    bool focusFilter() override;
    bool clear() override;
    bool find(const QString &text) override;
    bool open(const Subject &subject) override;

    QByteArray csv() const; // of the ends that are shown

private:
    QWidget *makeTools();
    QWidget *makeUpper();
    QWidget *makeLower();
    void makeActions();
    void connectAll();
    void showPools();
    void showCounts(const QList<PoolSnapshot> &pools);
    void filterEnds();
    void showEmpty();
    void showSelection();
    void showActions();
    QList<PoolPart> selected() const;
    void select(const QModelIndex &index);
    void setText(const QString &text);
    void openCommand();
    void exportEnds();

    QPointer<ShownApplication> m_application;
    PoolModel m_model;
    QSortFilterProxyModel m_filter;
    WorkerEndModel m_ends;
    WorkerEndFilter m_endFilter;
    WorkerActions m_actions;
    PageHead *m_head;
    SearchField *m_search;
    RowTree *m_tree;
    EmptyRows *m_empty;
    QStackedWidget *m_treeOrEmpty;
    SectionTitle *m_endsTitle;
    RowTable *m_table;
    QLabel *m_noEnds;
    QStackedWidget *m_tableOrEmpty;
    QWidget *m_lower = nullptr;
    QSplitter *m_splitter;
    QAction *m_show = nullptr;
    int m_workers = 0;
};

} // namespace Spawn

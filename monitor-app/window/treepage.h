// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window/page.h"

#include <QtCore/QPointer>
#include <QtCore/QSortFilterProxyModel>

class QHBoxLayout;
class QLabel;
class QSplitter;
class QStackedWidget;

namespace Spawn {

struct SpawnerSnapshot;
class EmptyRows;
class PageHead;
class RowTable;
class RowTree;
class SearchField;
class SectionTitle;

// A page of rows that have rows, and below them of what has ended of these: workers, jobs.
class TreePage : public Page
{
    Q_OBJECT
public:
    void setApplication(ShownApplication *application) override;
    bool focusFilter() override;
    bool clear() override;
    bool find(const QString &text) override;

protected:
    TreePage(const QString &title, Glyph glyph, const QString &endsTitle, QWidget *parent);

    // In the constructor, in this order; and the last of them in the destructor, since views go
    // before their models.
    void setModels(QAbstractItemModel *rows, QSortFilterProxyModel *ends);
    QWidget *makeUpper(QWidget *tools);
    QWidget *makeLower(const QList<QWidget *> &besideTitle = {});
    void makeViews(QWidget *upper, QWidget *lower);
    void connectViews();
    void deleteViews();

    void addSearch(QHBoxLayout *tools);
    QAction *addCopyRow();
    // The menu of a view: the actions of the page for the tree, its own for the table.
    void addMenus();

    virtual void showRows() = 0; // all of it, as it is now
    virtual void showSelection() = 0;
    virtual void showActions() = 0;
    virtual void filterEnds() = 0;
    virtual void clearRows() = 0; // of another application

    const SpawnerSnapshot &snapshot() const;
    qint64 now() const;
    QString filterText() const;
    // Source indexes.
    QModelIndexList selectedRows() const;
    void selectRow(const QModelIndex &source);
    void showParts(bool anyRows, bool anyEnds);

    QPointer<ShownApplication> m_application;
    QSortFilterProxyModel m_filter;
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
    QSplitter *m_views;

private:
    void setText(const QString &text);
    void select(const QModelIndex &index);
};

} // namespace Spawn
